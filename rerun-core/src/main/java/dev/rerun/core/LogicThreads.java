package dev.rerun.core;

import dev.rerun.core.spi.Items;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** The threads of an engine on which logic runs, or that watch over it, and how long one entry may take. */
final class LogicThreads {
    /** How long nobody looks, at most; time beyond that is taken for a standstill of the process. */
    private static final long STEP_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Duration limit;
    private final ExecutorService pool = Executors.newCachedThreadPool(daemons("rerun-logic-"));
    private final ScheduledThreadPoolExecutor watch = new ScheduledThreadPoolExecutor(1, daemons("rerun-logic-watch-"));

    LogicThreads(Duration limit) {
        this.limit = limit;
        watch.setRemoveOnCancelPolicy(true);
    }

    private static ThreadFactory daemons(String prefix) {
        AtomicInteger made = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, prefix + made.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    Duration limit() {
        return limit;
    }

    /** How a batch of a rerun runs its logic; called by the transaction's thread. */
    TimedLogic timed(long rerunId, Items items, boolean logicWrites) {
        return logicWrites ? new WatchedLogic(this, rerunId, items) : new HandedOverLogic(this, rerunId, items);
    }

    /** How long to wait until a turn is to be looked at. */
    long waitNanos(@Nullable LogicTurn turn) {
        long left = turn == null || turn.hasEnded() || turn.overrun() != null ? limit.toNanos() : turn.nanosLeft();
        return Math.max(0, Math.min(STEP_NANOS, left));
    }

    /** Runs work on a thread of the pool that looks to plug-ins and to the log like the calling one. */
    void execute(Runnable work) {
        Map<String, String> marks = MDC.getCopyOfContextMap();
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        pool.execute(() -> {
            Thread thread = Thread.currentThread();
            ClassLoader before = thread.getContextClassLoader();
            thread.setContextClassLoader(loader);
            if (marks != null) {
                MDC.setContextMap(marks);
            }
            try {
                work.run();
            } finally {
                MDC.clear();
                thread.setContextClassLoader(before);
            }
        });
    }

    /** Looks at logic now and then until the watch is ended. */
    Watching watch(WatchedLogic logic) {
        Watching watching = new Watching(logic);
        watching.begin();
        return watching;
    }

    /** Ends the threads; one that was given up ends when its logic does, and keeps no process alive. */
    void close() {
        pool.shutdown();
        watch.shutdownNow();
    }

    /** A watch over one batch. */
    final class Watching {
        private final WatchedLogic logic;
        private @Nullable Future<?> next;
        private boolean ended;

        private Watching(WatchedLogic logic) {
            this.logic = logic;
        }

        private synchronized void begin() {
            long wait = waitNanos(logic.current());
            long due = System.nanoTime() + wait;
            next = watch.schedule(() -> look(due), wait, TimeUnit.NANOSECONDS);
        }

        private synchronized void look(long due) {
            if (!ended) {
                logic.look(System.nanoTime() - due);
                begin();
            }
        }

        synchronized void end() {
            ended = true;
            if (next != null) {
                next.cancel(false);
            }
        }
    }
}
