package dev.rerun.reliability.schedules;

import dev.rerun.core.spi.ActivityStream;
import dev.rerun.core.spi.Block;
import dev.rerun.core.spi.LaneWorker;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Workers that work when they are told to, on the thread that tells them. */
final class SteppedStream implements ActivityStream {
    private volatile @Nullable LaneWorker worker;

    @Override
    public void checkReady() {}

    @Override
    public void publish(Iterable<Block> blocks) {
        blocks.forEach(block -> {});
    }

    @Override
    public void subscribe(int workers, LaneWorker laneWorker) {
        worker = laneWorker;
    }

    /** Works on one batch, or finds nothing to do. */
    boolean work() {
        return Objects.requireNonNull(worker).workAny();
    }

    @Override
    public void close() {}
}
