package dev.rerun.quickstart;

import java.util.concurrent.CountDownLatch;

/** Hears that this process is to stop, and holds its end back until what it uses is closed. */
final class StopSignal implements AutoCloseable {
    private final CountDownLatch heard = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    /** Listens from now on, for ctrl-C, SIGTERM, and the end of the process by itself. */
    StopSignal() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop-signal"));
    }

    /** Waits for the signal. */
    void await() throws InterruptedException {
        heard.await();
    }

    /** Lets the process end. */
    @Override
    public void close() {
        closed.countDown();
    }

    private void stop() {
        heard.countDown();
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
