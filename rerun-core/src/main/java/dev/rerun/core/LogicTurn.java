package dev.rerun.core;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.Contract;
import dev.rerun.api.ContractId;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One entry's turn in resolver and logic, and the time that it takes. The store's time does not count, nor does time in which
 * the whole process stood still. A turn that takes too long is interrupted by who watches over it, but not while it reads; one
 * that does nothing but read ends at a read.
 */
final class LogicTurn {
    private static final long SHORTEST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final ActivityEntry entry;
    private final Thread thread = Thread.currentThread();
    private final Duration limit;
    private final long begin = System.nanoTime();
    private long uncounted;
    private boolean reading;
    private boolean ended;
    private boolean interrupted;
    private @Nullable Contract contract;
    private @Nullable TimeoutException overrun;

    /** Begins a turn of the calling thread. */
    LogicTurn(ActivityEntry entry, Duration limit) {
        this.entry = entry;
        this.limit = limit;
    }

    ActivityEntry entry() {
        return entry;
    }

    synchronized void resolved(Contract found) {
        contract = found;
    }

    synchronized @Nullable ContractId contract() {
        return contract == null ? null : contract.id();
    }

    /** How long it has lasted, all counted. */
    Duration duration() {
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    synchronized void beginRead() {
        if (!ended && overrun == null && nanosLeft() <= 0) {
            overrun = tooLong();
        }
        checkUse();
        reading = true;
    }

    /** Carries out a part of the read that does not count; on whatever thread. */
    <T> T uncounted(Supplier<T> work) {
        long from = System.nanoTime();
        try {
            return work.get();
        } finally {
            addUncounted(System.nanoTime() - from);
        }
    }

    private synchronized void addUncounted(long nanos) {
        uncounted += nanos;
    }

    synchronized void endRead() {
        reading = false;
    }

    synchronized void checkUse() {
        if (overrun != null) {
            throw new IllegalStateException("the context can no longer be used: " + overrun.getMessage());
        }
    }

    /** Ends with the call; of an interruption because of its time nothing stays. */
    synchronized void end() {
        ended = true;
        if (interrupted) {
            Thread.interrupted();
        }
    }

    synchronized boolean hasEnded() {
        return ended;
    }

    /** Takes off time in which whoever watches, and so probably the whole process, stood still. */
    synchronized void stoodStill(long nanos) {
        uncounted += Math.max(0, nanos);
    }

    /** How long to wait before it can have taken too long. */
    synchronized long nanosLeft() {
        long left = limit.toNanos() - (System.nanoTime() - begin - uncounted);
        return reading ? Math.max(left, SHORTEST_WAIT_NANOS) : left;
    }

    /** Interrupts it, once, if it takes too long; says whether this call did so. */
    synchronized boolean interruptIfOver() {
        if (ended || reading || interrupted || (overrun == null && nanosLeft() > 0)) {
            return false;
        }
        overrun = overrun == null ? tooLong() : overrun;
        interrupted = true;
        thread.interrupt();
        return true;
    }

    private TimeoutException tooLong() {
        TimeoutException error = new TimeoutException(
                (contract == null ? "the contract resolver" : "logic '" + contract.logic() + "'") + " took longer than "
                        + limit + "; let it give up before, or give entries more time with entryTimeLimit(...)");
        error.setStackTrace(thread.getStackTrace());
        return error;
    }

    /** That it took too long, with the stack of that moment; null if it did not. */
    synchronized @Nullable TimeoutException overrun() {
        return overrun;
    }

    /** Where it stands now. */
    StackTraceElement[] stack() {
        return thread.getStackTrace();
    }

    String threadName() {
        return thread.getName();
    }
}
