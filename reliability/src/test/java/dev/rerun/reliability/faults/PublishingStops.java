package dev.rerun.reliability.faults;

import dev.rerun.core.spi.ActivityStream;
import dev.rerun.core.spi.Block;
import dev.rerun.core.spi.LaneWorker;

/** A stream where something happens before blocks are published, in the middle of a prepare. */
record PublishingStops(ActivityStream real, Runnable event) implements ActivityStream {
    @Override
    public void checkReady() {
        real.checkReady();
    }

    @Override
    public void publish(Iterable<Block> blocks) {
        event.run();
        real.publish(blocks);
    }

    @Override
    public void subscribe(int workers, LaneWorker worker) {
        real.subscribe(workers, worker);
    }

    @Override
    public void close() {
        real.close();
    }
}
