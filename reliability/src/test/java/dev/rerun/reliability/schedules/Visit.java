package dev.rerun.reliability.schedules;

import dev.rerun.api.ActivityEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;

/**
 * An activity entry.
 *
 * @param id its number in the app
 * @param key its ordering key
 * @param hour when it happened and was recorded
 * @param units how much of it
 * @param billable whether any contract is in effect for it
 */
record Visit(int id, String key, int hour, int units, boolean billable) {
    static final Comparator<Visit> SEQUENCE =
            Comparator.comparingInt(Visit::hour).thenComparingInt(Visit::id);

    /** The clock stands at this hour. */
    static final int NOW = 1000;

    /** Earlier ones are past retention. */
    static final int RETAINED_FROM = 20;

    /** Ordinary ones happen before this hour. */
    static final int END = 200;

    static final Duration RETENTION = Duration.ofHours(NOW - RETAINED_FROM);

    static Instant time(int hour) {
        return Instant.parse("2026-05-01T00:00:00Z").plus(Duration.ofHours(hour));
    }

    ActivityEntry entry(String app) {
        return new ActivityEntry(
                app,
                Integer.toString(id),
                key,
                time(hour),
                time(hour),
                billable ? Integer.toString(units) : TotalFee.NOT_BILLABLE);
    }
}
