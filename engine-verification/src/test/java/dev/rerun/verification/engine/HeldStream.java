package dev.rerun.verification.engine;

import dev.rerun.api.StreamNotReadyException;
import dev.rerun.core.spi.ActivityStream;
import dev.rerun.core.spi.Block;
import dev.rerun.core.spi.LaneWorker;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Holds a prepare open where its items are deleted and nothing is committed, until a test lets it end. */
final class HeldStream implements ActivityStream {
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private volatile boolean broken;

    /** Returns when a prepare is held. */
    void awaitPrepare() throws InterruptedException {
        if (!reached.await(30, TimeUnit.SECONDS)) {
            throw new AssertionError("no prepare came so far");
        }
    }

    void commit() {
        released.countDown();
    }

    void rollBack() {
        broken = true;
        released.countDown();
    }

    @Override
    public void publish(Iterable<Block> blocks) {
        reached.countDown();
        try {
            if (!released.await(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the test never let the prepare end");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if (broken) {
            throw new StreamNotReadyException("the broker is gone", null);
        }
    }

    @Override
    public void checkReady() {}

    @Override
    public void subscribe(int workers, LaneWorker worker) {}

    @Override
    public void close() {}
}
