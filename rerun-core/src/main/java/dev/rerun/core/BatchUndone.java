package dev.rerun.core;

import org.jspecify.annotations.Nullable;

/**
 * Rolls back a batch because of what its logic wrote beside its items. Tried again with what is known now, and only up to
 * the entry that failed, it calculates no entry more than once again, however many fail.
 */
final class BatchUndone extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Known known;
    private final @Nullable String last;

    /** The last entry to try again is the one that failed; null if all are. */
    BatchUndone(Known known, @Nullable String last) {
        super("the batch begins anew", null, false, false);
        this.known = known;
        this.last = last;
    }

    Known known() {
        return known;
    }

    @Nullable
    String last() {
        return last;
    }
}
