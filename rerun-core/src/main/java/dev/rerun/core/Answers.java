package dev.rerun.core;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** What other threads have found out. */
final class Answers {
    private Answers() {}

    /** Waits for a result, takes no notice of interrupts meanwhile, and throws what the other thread has thrown. */
    static <T> T of(Future<T> future) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (
                        @SuppressWarnings("unused")
                        InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
