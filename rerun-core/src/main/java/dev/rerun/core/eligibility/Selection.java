package dev.rerun.core.eligibility;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which entries a run calculates again. Stored with the run and never changed.
 *
 * @param app whose entries
 * @param cutoff the window's start, exclusive
 * @param until the window's end, inclusive, or null for none
 * @param retainedFrom the earliest time still within retention, inclusive
 * @param includeWithoutContract whether entries that had no contract when first processed are selected too
 * @param epoch the epoch that the start of the run ended: entries first processed in a later one are live, not rerun
 */
public record Selection(
        String app,
        Instant cutoff,
        @Nullable Instant until,
        Instant retainedFrom,
        boolean includeWithoutContract,
        long epoch) {
    /**
     * Judges one entry.
     *
     * @param createdAt when the entry was recorded
     * @param hadContract whether a contract was in effect when it was first processed, or could not be determined
     * @param entryEpoch the epoch in which it was first processed
     * @return true if the run calculates it again
     */
    public boolean selects(Instant createdAt, boolean hadContract, long entryEpoch) {
        return createdAt.isAfter(cutoff)
                && (until == null || !createdAt.isAfter(until))
                && !createdAt.isBefore(retainedFrom)
                && (hadContract || includeWithoutContract)
                && entryEpoch <= epoch;
    }
}
