package dev.rerun.console.runs;

import dev.rerun.api.KeptReason;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunStatus;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a run stands, as the HTTP API and the live progress say it. The names are part of both.
 *
 * @param percent how much of it is processed, rounded down
 * @param entriesPerSecond how fast it went over the last minute
 * @param kept the lines that were left alone, by reason, with every reason
 */
public record RunState(
        long id,
        RerunStatus status,
        boolean over,
        Instant cutoff,
        @Nullable Instant until,
        @Nullable String requestedBy,
        @Nullable String reason,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        long total,
        long done,
        long failed,
        long held,
        long remaining,
        int percent,
        double entriesPerSecond,
        @Nullable Instant expectedEnd,
        long itemsDeleted,
        long itemsCreated,
        long itemsRetained,
        long itemsPutBack,
        long itemsNotPutBack,
        Map<KeptReason, Long> kept,
        @Nullable String statusReason,
        Instant readAt) {
    /** Says it of a report. */
    public static RunState of(RerunReport report) {
        return new RunState(
                report.id(),
                report.status(),
                report.status().terminal(),
                report.request().cutoff(),
                report.request().until(),
                report.request().requestedBy(),
                report.request().reason(),
                report.createdAt(),
                report.startedAt(),
                report.finishedAt(),
                report.total(),
                report.done(),
                report.failed(),
                report.held(),
                report.remaining(),
                percent(report),
                Math.round(report.entriesPerSecond() * 10) / 10.0,
                report.expectedEnd().orElse(null),
                report.itemsDeleted(),
                report.itemsCreated(),
                report.itemsRetained(),
                report.itemsPutBack(),
                report.itemsNotPutBack(),
                everyReason(report.kept()),
                report.statusReason(),
                report.readAt());
    }

    private static int percent(RerunReport report) {
        return report.total() == 0 ? 100 : (int) ((report.total() - report.remaining()) * 100 / report.total());
    }

    /** Reasons that keep nothing count zero. */
    public static Map<KeptReason, Long> everyReason(Map<KeptReason, Long> counted) {
        Map<KeptReason, Long> all = new EnumMap<>(KeptReason.class);
        for (KeptReason reason : KeptReason.values()) {
            all.put(reason, counted.getOrDefault(reason, 0L));
        }
        return all;
    }
}
