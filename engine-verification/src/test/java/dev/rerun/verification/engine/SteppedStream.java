package dev.rerun.verification.engine;

import dev.rerun.core.spi.ActivityStream;
import dev.rerun.core.spi.Block;
import dev.rerun.core.spi.LaneWorker;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Lets a test decide when a worker works, batch by batch, and on which thread. */
final class SteppedStream implements ActivityStream {
    private volatile @Nullable LaneWorker worker;

    @Override
    public void checkReady() {}

    @Override
    public void publish(Iterable<Block> blocks) {}

    @Override
    public void subscribe(int workers, LaneWorker laneWorker) {
        worker = laneWorker;
    }

    /** Works on so many batches at most, and returns on how many. */
    int work(int batches) {
        int worked = 0;
        while (worked < batches && Objects.requireNonNull(worker).workAny()) {
            worked++;
        }
        return worked;
    }

    void workToTheEnd() {
        work(Integer.MAX_VALUE);
    }

    @Override
    public void close() {}
}
