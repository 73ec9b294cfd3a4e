package dev.rerun.api;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a run stands, read from the store at one moment. All times are the store's own.
 *
 * @param id the rerun ID
 * @param app whose entries
 * @param request what was asked, with the app filled in
 * @param status the state
 * @param retention how old an entry could be at the start and still be calculated again
 * @param createdAt when the run was first recorded
 * @param queuedAt when its prepare was committed, or null
 * @param startedAt when the first worker began, or null
 * @param finishedAt when it reached a terminal state, or null
 * @param total the number of entries queued
 * @param done the number of entries processed without error
 * @param failed the number of entries that failed
 * @param itemsDeleted the number of items that prepare deleted
 * @param kept the number of the app's items that prepare left alone, by reason; a missing reason counts zero
 * @param itemsCreated the number of items that the run wrote
 * @param itemsRetained the number of items that logic produced and that were not written, because a kept item has their key
 * @param error why the run failed, or null
 */
public record RerunReport(
        long id,
        String app,
        RerunRequest request,
        RerunStatus status,
        Duration retention,
        Instant createdAt,
        @Nullable Instant queuedAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        long total,
        long done,
        long failed,
        long itemsDeleted,
        Map<KeptReason, Long> kept,
        long itemsCreated,
        long itemsRetained,
        @Nullable String error) {
    /** Copies the counts, in the order of the reasons. */
    public RerunReport {
        Map<KeptReason, Long> copy = new EnumMap<>(KeptReason.class);
        copy.putAll(kept);
        kept = Collections.unmodifiableMap(copy);
    }

    /**
     * The number of entries that are still to be processed.
     *
     * @return total less done and failed
     */
    public long remaining() {
        return total - done - failed;
    }

    /**
     * The number of items that prepare left alone for one reason.
     *
     * @param reason the reason
     * @return the number, zero if none
     */
    public long kept(KeptReason reason) {
        return kept.getOrDefault(reason, 0L);
    }
}
