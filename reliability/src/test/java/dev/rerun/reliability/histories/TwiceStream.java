package dev.rerun.reliability.histories;

import dev.rerun.core.spi.ActivityStream;
import dev.rerun.core.spi.Block;
import dev.rerun.core.spi.LaneWorker;

/** A stream that brings every message twice. */
record TwiceStream(ActivityStream inner) implements ActivityStream {
    @Override
    public void checkReady() {
        inner.checkReady();
    }

    @Override
    public void publish(Iterable<Block> blocks) {
        inner.publish(blocks);
        inner.publish(blocks);
    }

    @Override
    public void subscribe(int workers, LaneWorker worker) {
        inner.subscribe(workers, worker);
    }

    @Override
    public void close() {
        inner.close();
    }
}
