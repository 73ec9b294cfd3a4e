package dev.rerun.verification.kafka;

import dev.rerun.core.spi.ActivityStream;
import dev.rerun.core.spi.Block;
import dev.rerun.core.spi.LaneWorker;
import dev.rerun.core.spi.RerunStore;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicBoolean;

/** Lets something happen once, just before a step of a start. */
final class Interrupted {
    /** In place of a method of the store: in the middle of a publication. */
    static final String PUBLISHING = "(publishing)";

    private final String step;
    private final Runnable event;
    private final AtomicBoolean happened = new AtomicBoolean();

    /** The step is the name of a method of a part of the store's transaction, or {@link #PUBLISHING}. */
    Interrupted(String step, Runnable event) {
        this.step = step;
        this.event = event;
    }

    boolean happened() {
        return happened.get();
    }

    private void reached(String name) {
        if (name.equals(step) && happened.compareAndSet(false, true)) {
            event.run();
        }
    }

    RerunStore store(RerunStore inner) {
        return new WatchedStore(inner, (method, args) -> reached(method));
    }

    ActivityStream stream(ActivityStream inner) {
        return new ActivityStream() {
            @Override
            public void checkReady() {
                inner.checkReady();
            }

            @Override
            public void publish(Iterable<Block> blocks) {
                inner.publish(() -> halfWay(blocks.iterator()));
            }

            @Override
            public void subscribe(int workers, LaneWorker worker) {
                inner.subscribe(workers, worker);
            }

            @Override
            public void close() {
                inner.close();
            }
        };
    }

    private Iterator<Block> halfWay(Iterator<Block> blocks) {
        return new Iterator<>() {
            private int given;

            @Override
            public boolean hasNext() {
                return blocks.hasNext();
            }

            @Override
            public Block next() {
                if (++given == 5) {
                    reached(PUBLISHING);
                }
                return blocks.next();
            }
        };
    }
}
