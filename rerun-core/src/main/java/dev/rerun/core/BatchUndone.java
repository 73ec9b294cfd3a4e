package dev.rerun.core;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Rolls back a batch because of what its logic wrote beside its items, because an entry may succeed a while later, or because the
 * store refuses what was written without a look at the keys. Tried again with what is known now, and only up to the entry that
 * failed, it calculates no entry more than once again, however many fail.
 */
final class BatchUndone extends RuntimeException {
    private static final long serialVersionUID = 1L;
    static final Backoff BACKOFF = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));

    private final transient Known known;
    private final @Nullable String last;
    private final int failedTries;

    /** The last entry to try again is the one that failed; null if all are. */
    BatchUndone(Known known, @Nullable String last) {
        super("the batch begins anew", null, false, false);
        this.known = known;
        this.last = last;
        this.failedTries = 0;
    }

    /** An entry, the last one to try again, has failed in a way that may pass. */
    private BatchUndone(Known known, String last, int failedTries) {
        super("the batch begins anew after a while", null, false, false);
        this.known = known;
        this.last = last;
        this.failedTries = failedTries;
    }

    static BatchUndone forAWhile(Known known, String entryId) {
        return new BatchUndone(known.withTry(entryId), entryId, known.attempts(entryId));
    }

    /** Lets the while pass. */
    void pause() {
        if (failedTries > 0) {
            BACKOFF.pause(failedTries);
        }
    }

    Known known() {
        return known;
    }

    @Nullable
    String last() {
        return last;
    }
}
