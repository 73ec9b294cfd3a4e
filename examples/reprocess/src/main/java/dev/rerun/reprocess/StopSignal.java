package dev.rerun.reprocess;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/** Hears that this process is to stop, and holds its end back until the packet in flight has its answer. */
final class StopSignal {
    private final CountDownLatch heard = new CountDownLatch(1);
    private final CompletableFuture<Integer> ended = new CompletableFuture<>();

    /** Listens from now on for ctrl-C and SIGTERM; the process then ends with the status that {@link #ended} is told. */
    void listen() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stopped, "stop-signal"));
    }

    /** Asks to stop. */
    void stop() {
        heard.countDown();
    }

    /** Whether it is to stop. */
    boolean heard() {
        return heard.getCount() == 0;
    }

    /** Lets the process end. */
    void ended(int status) {
        ended.complete(status);
    }

    private void stopped() {
        if (!ended.isDone()) {
            stop();
            // A signal's own status would not tell that everything is in order.
            Runtime.getRuntime().halt(ended.join());
        }
    }
}
