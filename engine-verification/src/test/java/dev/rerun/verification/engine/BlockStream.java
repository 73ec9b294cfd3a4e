package dev.rerun.verification.engine;

import dev.rerun.api.StreamNotReadyException;
import dev.rerun.core.spi.ActivityStream;
import dev.rerun.core.spi.Block;
import dev.rerun.core.spi.BlockAnswer;
import dev.rerun.core.spi.LaneWorker;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A stream of messages that a test delivers by hand, or loses. */
class BlockStream implements ActivityStream {
    private final List<Block> published = new ArrayList<>();
    private @Nullable LaneWorker worker;
    private int failuresLeft;

    @Override
    public void checkReady() {}

    /** From now on, so many publications fail. */
    synchronized void failNext(int publications) {
        failuresLeft = publications;
    }

    @Override
    public synchronized void publish(Iterable<Block> blocks) {
        if (failuresLeft > 0) {
            failuresLeft--;
            throw new StreamNotReadyException("made to fail; wait", null);
        }
        blocks.forEach(published::add);
    }

    @Override
    public synchronized void subscribe(int workers, LaneWorker laneWorker) {
        worker = laneWorker;
    }

    /** Takes what was published since the last time. */
    synchronized List<Block> taken() {
        List<Block> all = List.copyOf(published);
        published.clear();
        return all;
    }

    BlockAnswer deliver(Block block) {
        return worker().work(block);
    }

    private synchronized LaneWorker worker() {
        return Objects.requireNonNull(worker);
    }

    /** Delivers a block until it is done. */
    void deliverToTheEnd(Block block) {
        BlockAnswer answer = BlockAnswer.MORE;
        while (answer == BlockAnswer.MORE) {
            answer = deliver(block);
        }
        if (answer != BlockAnswer.DONE) {
            throw new AssertionError(block + " is answered " + answer);
        }
    }

    @Override
    public void close() {}
}
