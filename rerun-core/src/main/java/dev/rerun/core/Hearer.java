package dev.rerun.core;

import dev.rerun.api.RerunListener;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A listener on a thread of its own. What it does wrong is said once, and concerns nobody else. */
final class Hearer {
    /** How many states and registers wait for a listener at most. */
    static final int MOST_WAITING = 1000;

    private static final Logger log = LoggerFactory.getLogger(RerunEngines.class);

    private final RerunListener listener;
    private final String threadName;
    private final NewsQueue queue = new NewsQueue(MOST_WAITING);
    private volatile @Nullable Thread thread;
    private volatile @Nullable Call call;
    private @Nullable Call reported;
    private boolean failing;
    private volatile boolean givenUp;

    Hearer(RerunListener listener, String threadName) {
        this.listener = listener;
        this.threadName = threadName;
    }

    /** A call that is under way; no two are the same. */
    private static final class Call {
        private final News news;
        private final long begin = System.nanoTime();

        Call(News news) {
            this.news = news;
        }
    }

    void open() {
        Thread made = new Thread(this::hear, threadName);
        made.setDaemon(true);
        thread = made;
        made.start();
    }

    void tell(News news) {
        if (queue.add(news)) {
            log.warn(
                    "Rerun {}, Listener {} is too slow: more than {} news wait for it, and the oldest are dropped",
                    news.report().id(),
                    name(),
                    MOST_WAITING);
        }
    }

    private void hear() {
        try {
            News news = queue.take();
            while (news != null) {
                hear(news);
                news = queue.take();
            }
        } catch (VirtualMachineError e) {
            // It is not the listener's doing, so the listener is to hear what follows.
            open();
            throw e;
        }
    }

    private void hear(News news) {
        call = new Call(news);
        try {
            RunLog.within(news.report().id(), news.report().app(), () -> {
                hearWithin(news);
                return null;
            });
        } finally {
            call = null;
        }
    }

    // A listener may throw anything; only what ends the process is not its own affair.
    private void hearWithin(News news) {
        try {
            news.tell(listener);
            failing = false;
        } catch (StackOverflowError e) {
            failed(news, e);
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable e) {
            failed(news, e);
        }
    }

    private void failed(News news, Throwable e) {
        if (!failing && !givenUp) {
            failing = true;
            log.warn(
                    "Rerun {}, Listener {} failed; the run is not affected, and it is not said again until a call succeeds",
                    news.report().id(),
                    name(),
                    e);
        }
    }

    /** Says so if the listener has not come back for too long; only once for each call. */
    void check(Duration tooLong) {
        Call current = call;
        if (current == null || current == reported || System.nanoTime() - current.begin < tooLong.toNanos()) {
            return;
        }
        reported = current;
        RunLog.within(current.news.report().id(), current.news.report().app(), () -> {
            log.warn(
                    "Rerun {}, Listener {} has not come back for {}; what it is to hear waits until it does",
                    current.news.report().id(),
                    name(),
                    tooLong);
            return null;
        });
    }

    /** Takes no more; what waits is still heard. */
    void end() {
        queue.end();
    }

    /** Waits until it has heard all, up to a time; returns how much it then has not heard and never will. */
    int awaitEnd(long untilNanos) {
        Thread hearing = thread;
        if (hearing == null || hearing == Thread.currentThread()) {
            return 0;
        }
        if (ended(hearing, untilNanos)) {
            return 0;
        }
        givenUp = true;
        int unheard = queue.abandon() + (call == null ? 0 : 1);
        hearing.interrupt();
        return unheard;
    }

    /** Waits for the end of a thread, also if this one is interrupted meanwhile. */
    private static boolean ended(Thread hearing, long untilNanos) {
        boolean interrupted = false;
        long left = untilNanos - System.nanoTime();
        while (hearing.isAlive() && left > 0) {
            try {
                TimeUnit.NANOSECONDS.timedJoin(hearing, left);
            } catch (
                    @SuppressWarnings("unused")
                    InterruptedException e) {
                interrupted = true;
            }
            left = untilNanos - System.nanoTime();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return !hearing.isAlive();
    }

    String name() {
        return listener.getClass().getName();
    }
}
