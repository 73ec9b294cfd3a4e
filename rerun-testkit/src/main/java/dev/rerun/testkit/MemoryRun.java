package dev.rerun.testkit;

import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.spi.NewRun;
import dev.rerun.core.spi.PrepareCounts;
import dev.rerun.core.spi.Run;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The row of a run. */
record MemoryRun(
        NewRun run,
        long ordinal,
        RerunStatus status,
        Instant createdAt,
        @Nullable Instant queuedAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        PrepareCounts counts,
        @Nullable String error) {
    static MemoryRun preparing(NewRun run, long ordinal, Instant now) {
        PrepareCounts nothing = new PrepareCounts(0, 0, Map.of());
        return new MemoryRun(run, ordinal, RerunStatus.PREPARING, now, null, null, null, nothing, null);
    }

    long id() {
        return run.id();
    }

    boolean workable() {
        return status == RerunStatus.QUEUED || status == RerunStatus.RUNNING;
    }

    MemoryRun queued(PrepareCounts prepared, Instant now) {
        return new MemoryRun(run, ordinal, RerunStatus.QUEUED, createdAt, now, startedAt, finishedAt, prepared, error);
    }

    MemoryRun moved(RerunStatus to, @Nullable String why, Instant now) {
        Instant started = to == RerunStatus.RUNNING && startedAt == null ? now : startedAt;
        Instant finished = to.terminal() && finishedAt == null ? now : finishedAt;
        return new MemoryRun(run, ordinal, to, createdAt, queuedAt, started, finished, counts, why);
    }

    Run toRun() {
        return new Run(run.id(), status, run.selection(), run.lanes());
    }

    RerunReport report(Collection<MemoryLane> lanes) {
        long done = 0;
        long failed = 0;
        long created = 0;
        long retained = 0;
        for (MemoryLane lane : lanes) {
            done += lane.done();
            failed += lane.failed();
            created += lane.created();
            retained += lane.retained();
        }
        return new RerunReport(
                run.id(),
                run.selection().app(),
                run.request(),
                status,
                run.retention(),
                createdAt,
                queuedAt,
                startedAt,
                finishedAt,
                counts.total(),
                done,
                failed,
                counts.itemsDeleted(),
                counts.kept(),
                created,
                retained,
                error);
    }
}
