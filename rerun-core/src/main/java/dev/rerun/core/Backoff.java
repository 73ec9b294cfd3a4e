package dev.rerun.core;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Pauses before tries of the same: each at most twice as long as the one before, and of random length, so that two that
 * were in each other's way do not meet again.
 *
 * @param first the longest pause after the first try
 * @param longest the longest of all
 */
record Backoff(Duration first, Duration longest) {
    /** Pauses after a try that failed, counted from one; false if the thread was interrupted, which is to be tried no more. */
    boolean pause(int attempt) {
        return pause(attempt, Duration.ZERO);
    }

    /** The same, but never shorter than some time. */
    boolean pause(int attempt, Duration least) {
        long most = Math.min(longest.toNanos(), first.toNanos() << Math.min(attempt - 1, 20));
        try {
            long nanos = Math.max(least.toNanos(), ThreadLocalRandom.current().nextLong(most / 2, most + 1));
            // A millisecond is the least that a thread sleeps.
            Thread.sleep(Duration.ofNanos(nanos + 999_999).toMillis());
            return true;
        } catch (
                @SuppressWarnings("unused")
                InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
