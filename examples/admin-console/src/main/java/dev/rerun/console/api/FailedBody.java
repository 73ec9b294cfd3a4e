package dev.rerun.console.api;

import dev.rerun.api.FailedEntry;
import dev.rerun.api.FailureCause;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What failed in a run.
 *
 * @param causes by cause, the most frequent first
 * @param entries one by one
 * @param next where the next page begins, or null if this is the last
 */
record FailedBody(
        List<Cause> causes, List<Entry> entries, @Nullable String next) {
    /** A cause, how many activities it failed, and one of them. */
    record Cause(String cause, long entries, String example) {}

    /** An activity that failed, or is held because of one. */
    record Entry(
            String activity, @Nullable String customer, boolean held, String error, int attempts, Instant failedAt) {}

    static FailedBody of(List<FailureCause> causes, List<FailedEntry> entries, int limit) {
        return new FailedBody(
                causes.stream()
                        .map(cause -> new Cause(cause.cause(), cause.entries(), cause.example()))
                        .toList(),
                entries.stream()
                        .map(entry -> new Entry(
                                entry.entryId(),
                                entry.orderingKey(),
                                entry.held(),
                                entry.error(),
                                entry.attempts(),
                                entry.failedAt()))
                        .toList(),
                entries.size() < limit ? null : PagePlace.of(entries.get(entries.size() - 1)));
    }
}
