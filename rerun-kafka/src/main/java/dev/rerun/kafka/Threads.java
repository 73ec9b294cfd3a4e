package dev.rerun.kafka;

/** Waiting for the ends of threads. */
final class Threads {
    private Threads() {}

    /** Waits for the end of a thread, whatever happens, unless it is this one. */
    static void join(Thread thread) {
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
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
