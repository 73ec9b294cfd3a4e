package dev.rerun.core;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Work that is repeated on a thread of its own, with a pause after each time. It must not throw. */
final class Periodic {
    private final ScheduledExecutorService thread;
    private final Duration pause;
    private final Runnable work;
    private volatile @Nullable Thread running;

    Periodic(String name, Duration pause, Runnable work) {
        this.pause = pause;
        this.work = work;
        this.thread = Executors.newSingleThreadScheduledExecutor(loop -> {
            Thread made = new Thread(loop, name);
            made.setDaemon(true);
            running = made;
            return made;
        });
    }

    void open() {
        var unused = thread.scheduleWithFixedDelay(work, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Ends it, after the work that is under way, unless it is this work that ends it. */
    void close() {
        // Not interrupted: an embedded database closes the file that an interrupted thread is reading.
        thread.shutdown();
        boolean interrupted = false;
        while (!thread.isTerminated() && Thread.currentThread() != running) {
            try {
                thread.awaitTermination(1, TimeUnit.HOURS);
            } catch (
                    @SuppressWarnings("unused")
                    InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
