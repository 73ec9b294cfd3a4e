package dev.rerun.benchmarks.contenders;

import dev.rerun.core.spi.PrepareCounts;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Takes the times of a turn. Results may be told by all threads. */
public final class Stopwatch {
    private static final double SECOND = 1e9;

    private long begin;
    private final AtomicLong firstResult = new AtomicLong();
    private final AtomicLong lastResult = new AtomicLong();
    private long prepared;

    /** Somebody asks for the rerun. */
    public void begin() {
        begin = System.nanoTime();
    }

    /** The prepare is committed. */
    public void prepared() {
        prepared = System.nanoTime();
    }

    /** Some items are committed; only the first time counts. */
    public void result() {
        if (firstResult.get() == 0) {
            firstResult.compareAndSet(0, System.nanoTime());
        }
    }

    /** The last items are committed, and what goes on from now on is clearing up. */
    public void lastResult() {
        lastResult.compareAndSet(0, System.nanoTime());
    }

    /** All is committed, now if nobody said so before. */
    public Turn ended(long done, Optional<PrepareCounts> counts) {
        lastResult();
        long end = lastResult.get();
        long first = firstResult.get() == 0 ? end : firstResult.get();
        return new Turn((prepared - begin) / SECOND, (first - begin) / SECOND, (end - prepared) / SECOND, done, counts);
    }
}
