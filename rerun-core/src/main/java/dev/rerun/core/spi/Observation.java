package dev.rerun.core.spi;

import java.util.Map;

/**
 * One piece of work under an observer's eyes. It ends once, in one of two ways.
 *
 * @param <R> what comes of the work
 */
public interface Observation<R> {
    /**
     * What is to go with the run. Asked for once, when a prepare has begun; nothing by default.
     *
     * @return a context that {@linkplain Block#canCarry a block can carry}
     */
    default Map<String, String> context() {
        return Map.of();
    }

    /**
     * The calling thread does this work, or a part of it, until what is returned is closed on the same thread. That may be after the
     * work has ended, if the thread was given up. By default nothing depends on it.
     *
     * @return what ends it
     */
    default Part enter() {
        return () -> {};
    }

    /**
     * The work is done and committed.
     *
     * @param result what came of it
     */
    void ended(R result);

    /**
     * The work was rolled back, or the store failed so that it is not known what became of it.
     *
     * @param error what was thrown
     */
    void failed(Throwable error);

    /** A part of the work, on one thread. */
    interface Part extends AutoCloseable {
        @Override
        void close();
    }
}
