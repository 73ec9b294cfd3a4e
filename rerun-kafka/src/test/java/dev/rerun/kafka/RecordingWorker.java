package dev.rerun.kafka;

import static org.awaitility.Awaitility.await;

import dev.rerun.core.spi.Block;
import dev.rerun.core.spi.BlockAnswer;
import dev.rerun.core.spi.LaneWorker;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A worker that is done with every block at once, and remembers them all. */
final class RecordingWorker implements LaneWorker {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<Block> worked = new CopyOnWriteArrayList<>();

    @Override
    public BlockAnswer work(Block block) {
        worked.add(block);
        return BlockAnswer.DONE;
    }

    @Override
    public boolean workAny() {
        return false;
    }

    List<Block> worked() {
        return worked;
    }

    void awaitAll(Collection<Block> blocks) {
        await().atMost(PATIENCE).until(() -> worked.containsAll(blocks));
    }
}
