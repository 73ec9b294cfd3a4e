package dev.rerun.observation;

import dev.rerun.core.spi.ActivityStream;
import dev.rerun.core.spi.Block;
import dev.rerun.core.spi.BlockAnswer;
import dev.rerun.core.spi.LaneWorker;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A stream whose blocks are delivered by hand, from one engine to another. */
class HandStream implements ActivityStream {
    private final List<Block> published = new ArrayList<>();
    private @Nullable LaneWorker worker;

    @Override
    public void checkReady() {}

    @Override
    public void publish(Iterable<Block> blocks) {
        blocks.forEach(published::add);
    }

    List<Block> published() {
        return published;
    }

    @Override
    public void subscribe(int workers, LaneWorker laneWorker) {
        worker = laneWorker;
    }

    BlockAnswer deliver(Block block) {
        return Objects.requireNonNull(worker).work(block);
    }

    @Override
    public void close() {}
}
