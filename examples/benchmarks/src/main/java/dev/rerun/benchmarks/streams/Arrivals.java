package dev.rerun.benchmarks.streams;

import dev.rerun.benchmarks.measure.Delays;
import dev.rerun.benchmarks.server.BenchmarkFailedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** When messages of one partition were due, and when they came. Safe for all threads. */
final class Arrivals {
    /** So long after it was due, a message is taken for lost. */
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(2);

    private final List<Arrival> arrivals = new ArrayList<>();
    private @Nullable Throwable failure;

    private record Arrival(long due, long delay) {}

    synchronized void add(long due, long nowNanos) {
        arrivals.add(new Arrival(due, nowNanos - due));
        notifyAll();
    }

    /** Takes note that no more will come. */
    synchronized void failed(Throwable cause) {
        if (failure == null) {
            failure = cause;
        }
        notifyAll();
    }

    /**
     * The delays of the messages that were due between two instants. Waits for the first that was due after, for then those
     * before are there too: a stall at the end counts to its full length.
     */
    synchronized Delays between(long fromNanos, long toNanos) throws InterruptedException {
        while (arrivals.isEmpty() || last().due() - toNanos < 0) {
            if (failure != null) {
                throw new BenchmarkFailedException("the live messages broke off", failure);
            }
            long left = toNanos + PATIENCE_NANOS - System.nanoTime();
            if (left <= 0) {
                throw new BenchmarkFailedException("a live message did not come for "
                        + TimeUnit.NANOSECONDS.toSeconds(PATIENCE_NANOS) + " s; see what the broker's log says");
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        arrivals.removeIf(arrival -> arrival.due() - fromNanos < 0);
        return Delays.of(arrivals.stream().mapToLong(Arrival::delay).toArray());
    }

    private Arrival last() {
        return arrivals.get(arrivals.size() - 1);
    }
}
