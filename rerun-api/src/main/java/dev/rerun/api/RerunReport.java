package dev.rerun.api;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a run stands, read from the store at one moment. All times are the store's own.
 *
 * @param id the rerun ID
 * @param app whose entries
 * @param request what was asked, with the app filled in and without its query
 * @param selectedBy in words, the query that selected the entries; null if the window alone did
 * @param status the state
 * @param retention how old an entry could be at the start and still be calculated again
 * @param createdAt when the run was first recorded
 * @param queuedAt when its prepare was committed, or null
 * @param startedAt when the first worker began, or null
 * @param finishedAt when it reached a terminal state, or null
 * @param total the number of entries queued
 * @param done the number of entries processed without error
 * @param failed the number of entries that failed
 * @param held the number of entries that are held because an earlier one of their ordering key failed
 * @param processedLastMinute the number of entries that were processed, or failed, in the minute before {@code readAt}, about:
 *     the part of it that lies in the minute of the clock before is an average of that
 * @param itemsDeleted the number of items that prepare deleted
 * @param kept the number of the app's items that prepare left alone, by reason; a missing reason counts zero
 * @param itemsCreated the number of items that the run wrote
 * @param itemsRetained the number of items that logic produced and that were not written, because a kept item has their key
 * @param itemsPutBack the number of deleted items that a cancel put back
 * @param itemsNotPutBack the number of deleted items that a cancel could not put back, because others have taken their keys;
 *     they are still in the archive
 * @param statusReason why the run is in its state: what made the prepare fail, or what the engine or a person paused or
 *     cancelled it for; null if there is nothing to say
 * @param readAt when all this was so
 */
public record RerunReport(
        long id,
        String app,
        RerunRequest request,
        @Nullable String selectedBy,
        RerunStatus status,
        Duration retention,
        Instant createdAt,
        @Nullable Instant queuedAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        long total,
        long done,
        long failed,
        long held,
        long processedLastMinute,
        long itemsDeleted,
        Map<KeptReason, Long> kept,
        long itemsCreated,
        long itemsRetained,
        long itemsPutBack,
        long itemsNotPutBack,
        @Nullable String statusReason,
        Instant readAt) {
    private static final long WINDOW_MICROS = 60_000_000;
    private static final double LONGEST_SECONDS = 1e9;

    /** Copies the counts, in the order of the reasons. */
    public RerunReport {
        Map<KeptReason, Long> copy = new EnumMap<>(KeptReason.class);
        copy.putAll(kept);
        kept = Collections.unmodifiableMap(copy);
    }

    /**
     * The number of entries that are still to be processed.
     *
     * @return total less done, failed and held
     */
    public long remaining() {
        return total - done - failed - held;
    }

    /**
     * How fast entries were processed over the last minute, or since the start if that is less long ago.
     *
     * @return entries a second; zero before the start
     */
    public double entriesPerSecond() {
        if (startedAt == null) {
            return 0;
        }
        long micros = Math.min(WINDOW_MICROS, Math.max(1, ChronoUnit.MICROS.between(startedAt, readAt)));
        return processedLastMinute * 1e6 / micros;
    }

    /**
     * When the last entry will be processed, if it goes on as over the last minute.
     *
     * @return the instant; empty if the run is not running, or processed nothing in the last minute
     */
    public Optional<Instant> expectedEnd() {
        double rate = entriesPerSecond();
        if (status != RerunStatus.RUNNING || rate <= 0) {
            return Optional.empty();
        }
        double seconds = Math.min(remaining() / rate, LONGEST_SECONDS);
        return Optional.of(readAt.plusMillis((long) (seconds * 1000)));
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
