package dev.rerun.core;

import dev.rerun.core.spi.ActivityStream;
import dev.rerun.core.spi.Block;
import dev.rerun.core.spi.LaneWorker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stream without a broker: its workers take free lanes straight from the store, so several processes can share a run.
 * What the store holds is durable already; a published block does no more than wake the workers.
 */
public final class InProcessStream implements ActivityStream {
    /** How often idle workers look for what other processes left behind, in milliseconds: {@value}. */
    public static final long DEFAULT_POLL_MILLIS = 1000;

    private static final Logger log = LoggerFactory.getLogger(InProcessStream.class);

    // After a publication the commit follows soon, so workers look often for a while.
    private static final long EAGER_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long EAGER_POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final long pollNanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition woken = lock.newCondition();
    private final List<Thread> threads = new ArrayList<>();
    private long publications;
    private long lastPublication;
    private boolean closed;

    /** A stream that polls every {@value #DEFAULT_POLL_MILLIS} milliseconds. */
    public InProcessStream() {
        this(Duration.ofMillis(DEFAULT_POLL_MILLIS));
    }

    /**
     * A stream with its own poll interval.
     *
     * @param pollInterval how often idle workers look; positive
     */
    public InProcessStream(Duration pollInterval) {
        if (pollInterval.isNegative() || pollInterval.isZero()) {
            throw new IllegalArgumentException(
                    "poll interval " + pollInterval + " is out of range; give a positive one");
        }
        this.pollNanos = pollInterval.toNanos();
    }

    /** Always ready. */
    @Override
    public void checkReady() {}

    @Override
    public void publish(Iterable<Block> blocks) {
        lock.lock();
        try {
            publications++;
            lastPublication = System.nanoTime();
            woken.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void subscribe(int workers, LaneWorker worker) {
        lock.lock();
        try {
            if (closed || !threads.isEmpty()) {
                throw new IllegalStateException("this stream is closed or has its workers; make another one");
            }
            for (int i = 1; i <= workers; i++) {
                Thread thread = new Thread(() -> work(worker), "rerun-worker-" + i);
                thread.setDaemon(true);
                threads.add(thread);
                thread.start();
            }
        } finally {
            lock.unlock();
        }
    }

    private void work(LaneWorker worker) {
        boolean failing = false;
        while (!isClosed()) {
            try {
                boolean worked = worker.workAny();
                failing = false;
                if (!worked) {
                    rest(false);
                }
            } catch (Throwable e) {
                // Said once; a store that is out of order for an hour need not fill the log.
                if (!failing) {
                    log.warn("A worker failed and tries again every {} ms until it succeeds", pollNanos / 1_000_000, e);
                }
                failing = true;
                rest(true);
            }
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    private void rest(boolean afterFailure) {
        lock.lock();
        try {
            boolean eager = !afterFailure && publications > 0 && System.nanoTime() - lastPublication < EAGER_NANOS;
            long left = eager ? Math.min(EAGER_POLL_NANOS, pollNanos) : pollNanos;
            long seen = publications;
            while (left > 0 && !closed && (afterFailure || seen == publications)) {
                left = woken.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            // Nobody but logic in this thread can have asked for it, and the stream ends by close alone.
            log.debug("A worker's rest was interrupted");
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        List<Thread> ending;
        lock.lock();
        try {
            closed = true;
            woken.signalAll();
            ending = List.copyOf(threads);
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        for (Thread thread : ending) {
            interrupted |= joined(thread);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for the end of a thread, whatever happens; says whether this one was interrupted meanwhile. */
    private static boolean joined(Thread thread) {
        boolean interrupted = false;
        while (thread != Thread.currentThread()) {
            try {
                thread.join();
                break;
            } catch (
                    @SuppressWarnings("unused")
                    InterruptedException e) {
                interrupted = true;
            }
        }
        return interrupted;
    }
}
