package dev.rerun.jdbc;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Moves items out of the register and into a run's archive, whole, in batches. */
interface Archive {
    /**
     * What a batch moved.
     *
     * @param items how many
     * @param upTo the time before which no item is left for which the condition holds; null if that is not known, so that
     *     the next batch begins where this one did
     */
    record Moved(long items, @Nullable Instant upTo) {}

    /**
     * Moves the first items, by time, for which a condition on the item {@code i} holds; nothing if there are none. What
     * others lock is waited for, and then judged by what they made of it.
     */
    Optional<Moved> moveFirst(String condition, Binding binding, int most);
}
