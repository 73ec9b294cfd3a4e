package dev.rerun.core;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Work that is repeated on a thread of its own, with a pause after each time. It must not throw. */
final class Periodic {
    private final ScheduledExecutorService thread;
    private final Duration pause;
    private final Runnable work;

    Periodic(String name, Duration pause, Runnable work) {
        this.pause = pause;
        this.work = work;
        this.thread = Executors.newSingleThreadScheduledExecutor(running -> {
            Thread made = new Thread(running, name);
            made.setDaemon(true);
            return made;
        });
    }

    void open() {
        var unused = thread.scheduleWithFixedDelay(work, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Ends it, after the work that is under way. */
    void close() {
        // Not interrupted: an embedded database closes the file that an interrupted thread is reading.
        thread.shutdown();
        boolean interrupted = false;
        while (!thread.isTerminated()) {
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
