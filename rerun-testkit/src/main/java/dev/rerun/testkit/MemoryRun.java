package dev.rerun.testkit;

import dev.rerun.api.EntryQuery;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunRequest;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.spi.NewRun;
import dev.rerun.core.spi.PrepareCounts;
import dev.rerun.core.spi.PutBack;
import dev.rerun.core.spi.Run;
import dev.rerun.core.spi.Tally;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The row of a run. What its tally begins with stands in {@code before}. */
record MemoryRun(
        NewRun run,
        long ordinal,
        RerunStatus status,
        Times times,
        PrepareCounts counts,
        PutBack putBack,
        Tally before,
        @Nullable String reason) {
    /** When a run came to its states. */
    record Times(
            Instant created,
            @Nullable Instant queued,
            @Nullable Instant started,
            @Nullable Instant finished) {}

    static MemoryRun preparing(NewRun run, long ordinal, Instant now) {
        return new MemoryRun(
                run,
                ordinal,
                RerunStatus.PREPARING,
                new Times(now, null, null, null),
                new PrepareCounts(0, 0, Map.of()),
                new PutBack(0, 0),
                new Tally(0, 0),
                null);
    }

    long id() {
        return run.id();
    }

    String app() {
        return run.selection().app();
    }

    /** A run that failed changed nothing, so its key is free again. */
    boolean hasKey(String idempotencyKey) {
        return status != RerunStatus.FAILED
                && idempotencyKey.equals(run.request().idempotencyKey());
    }

    /** Whether the app can have no other such run. */
    boolean active(String ofApp) {
        return !over() && selectedBy() == null && app().equals(ofApp);
    }

    private @Nullable String selectedBy() {
        EntryQuery query = run.request().query();
        return query == null ? null : query.toString();
    }

    private RerunRequest requestWithoutQuery() {
        RerunRequest request = run.request();
        return new RerunRequest(
                request.app(),
                request.cutoff(),
                request.until(),
                request.requestedBy(),
                request.reason(),
                request.idempotencyKey(),
                request.includeWithoutContract(),
                null,
                request.options());
    }

    boolean over() {
        return status.terminal();
    }

    /** When a run that is over ended. */
    Instant end() {
        return Objects.requireNonNull(times.finished);
    }

    boolean workable() {
        return status == RerunStatus.QUEUED || status == RerunStatus.RUNNING;
    }

    MemoryRun queued(PrepareCounts prepared, Instant now) {
        Times queued = new Times(times.created, now, times.started, times.finished);
        return new MemoryRun(run, ordinal, RerunStatus.QUEUED, queued, prepared, putBack, before, reason);
    }

    MemoryRun moved(RerunStatus to, @Nullable String why, Instant now) {
        Instant started = to == RerunStatus.RUNNING && times.started == null ? now : times.started;
        Instant finished = to.terminal() ? now : times.finished;
        Times moved = new Times(times.created, times.queued, started, finished);
        return new MemoryRun(run, ordinal, to, moved, counts, putBack, before, why);
    }

    MemoryRun reopened() {
        Times open = new Times(times.created, times.queued, times.started, null);
        return new MemoryRun(run, ordinal, RerunStatus.RUNNING, open, counts, putBack, before, null);
    }

    MemoryRun put(PutBack items) {
        return new MemoryRun(run, ordinal, status, times, counts, items, before, reason);
    }

    MemoryRun countingFrom(LaneCounts sums) {
        Tally from = new Tally(sums.done(), sums.failed());
        return new MemoryRun(run, ordinal, status, times, counts, putBack, from, reason);
    }

    Tally tally(LaneCounts sums) {
        return new Tally(sums.done() - before.done(), sums.failed() - before.failed());
    }

    Run toRun() {
        return new Run(
                run.id(), status, run.selection(), run.lanes(), run.request().options(), selectedBy());
    }

    RerunReport report(LaneCounts sums, long processedLastMinute, Instant now) {
        return new RerunReport(
                run.id(),
                app(),
                requestWithoutQuery(),
                selectedBy(),
                status,
                run.retention(),
                times.created,
                times.queued,
                times.started,
                times.finished,
                counts.total(),
                sums.done(),
                sums.failed(),
                sums.held(),
                processedLastMinute,
                counts.itemsDeleted(),
                counts.kept(),
                sums.created(),
                sums.retained(),
                putBack.items(),
                putBack.refused(),
                reason,
                now);
    }
}
