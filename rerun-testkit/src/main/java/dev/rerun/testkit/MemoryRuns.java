package dev.rerun.testkit;

import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.spi.NewRun;
import dev.rerun.core.spi.PrepareCounts;
import dev.rerun.core.spi.Run;
import dev.rerun.core.spi.Runs;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The runs in memory. */
final class MemoryRuns implements Runs {
    private final MemoryTransaction transaction;
    private final MemoryTables tables;

    MemoryRuns(MemoryTransaction transaction) {
        this.transaction = transaction;
        this.tables = transaction.tables;
    }

    @Override
    public long closeEpoch(String app) {
        transaction.requireUsable();
        MemoryApp known = tables.app(app);
        long ending = known.epoch();
        known.endEpoch(transaction.undo);
        return ending;
    }

    @Override
    public boolean insert(NewRun run) {
        transaction.requireUsable();
        if (tables.runs.containsKey(run.id())) {
            return false;
        }
        MemoryLimits.check(run);
        tables.insertRun(transaction.undo, run, transaction.now());
        return true;
    }

    @Override
    public OptionalLong active(String app) {
        return only(app, run -> !run.status().terminal());
    }

    @Override
    public OptionalLong byIdempotencyKey(String app, String key) {
        return only(
                app,
                run -> run.toRun().status() != RerunStatus.FAILED
                        && key.equals(run.run().request().idempotencyKey()));
    }

    @Override
    public Optional<Run> lock(long id) {
        transaction.requireUsable();
        transaction.hold(id);
        return find(id);
    }

    @Override
    public Optional<Run> find(long id) {
        transaction.requireUsable();
        return Optional.ofNullable(tables.runs.get(id)).map(MemoryRun::toRun);
    }

    @Override
    public List<Run> workable() {
        transaction.requireUsable();
        return tables.runs.values().stream()
                .filter(MemoryRun::workable)
                .sorted(Comparator.comparing(MemoryRun::ordinal))
                .map(MemoryRun::toRun)
                .toList();
    }

    /** Transactions are serial, so nobody else holds a run while this one looks. */
    @Override
    public List<Long> lockAbandoned(Duration grace) {
        Instant youngest = transaction.now().minus(grace);
        List<Long> abandoned = tables.runs.values().stream()
                .filter(run -> run.status() == RerunStatus.PREPARING)
                .filter(run -> !run.createdAt().isAfter(youngest))
                .map(MemoryRun::id)
                .toList();
        abandoned.forEach(transaction::hold);
        return abandoned;
    }

    @Override
    public void queued(long id, PrepareCounts counts) {
        transaction.requireHeld(id);
        transaction.undo.put(tables.runs, id, tables.run(id).queued(counts, transaction.now()));
    }

    @Override
    public boolean begin(long id) {
        transaction.requireUsable();
        MemoryRun run = tables.runs.get(id);
        if (run == null || run.status() != RerunStatus.QUEUED) {
            return false;
        }
        moveTo(id, RerunStatus.RUNNING, null);
        return true;
    }

    @Override
    public void moveTo(long id, RerunStatus status, @Nullable String error) {
        transaction.requireUsable();
        transaction.undo.put(tables.runs, id, tables.run(id).moved(status, error, transaction.now()));
    }

    @Override
    public Optional<RerunReport> report(long id) {
        transaction.requireUsable();
        return Optional.ofNullable(tables.runs.get(id)).map(this::report);
    }

    @Override
    public List<RerunReport> history(String app, int limit) {
        return ofApp(app)
                .sorted(Comparator.comparing(MemoryRun::ordinal).reversed())
                .limit(limit)
                .map(this::report)
                .toList();
    }

    @Override
    public Set<String> registers(String app) {
        transaction.requireUsable();
        return Set.copyOf(tables.app(app).registers);
    }

    private RerunReport report(MemoryRun run) {
        return run.report(tables.lanes(run.id()).values());
    }

    private OptionalLong only(String app, Predicate<MemoryRun> wanted) {
        return ofApp(app).filter(wanted).mapToLong(MemoryRun::id).findFirst();
    }

    private Stream<MemoryRun> ofApp(String app) {
        transaction.requireUsable();
        return tables.runs.values().stream()
                .filter(run -> run.run().selection().app().equals(app));
    }
}
