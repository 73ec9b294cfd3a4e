package dev.rerun.testkit;

import dev.rerun.api.Actor;
import dev.rerun.api.RerunAction;
import dev.rerun.api.RerunCommand;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.spi.NewRun;
import dev.rerun.core.spi.PrepareCounts;
import dev.rerun.core.spi.PutBack;
import dev.rerun.core.spi.Run;
import dev.rerun.core.spi.Runs;
import dev.rerun.core.spi.Tally;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
        if (tables.runOrNull(run.id()) != null) {
            return false;
        }
        MemoryLimits.check(run);
        tables.insertRun(transaction.undo, run, transaction.now());
        return true;
    }

    @Override
    public OptionalLong active(String app) {
        return only(app, run -> run.active(app));
    }

    @Override
    public OptionalLong byIdempotencyKey(String app, String key) {
        return only(app, run -> run.hasKey(key));
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
        return Optional.ofNullable(tables.runOrNull(id)).map(MemoryRun::toRun);
    }

    @Override
    public List<Run> workable() {
        transaction.requireUsable();
        return tables.runs().filter(MemoryRun::workable).map(MemoryRun::toRun).toList();
    }

    /** Transactions are serial, so nobody else holds a run while this one looks. */
    @Override
    public List<Long> lockAbandoned(Duration grace) {
        Instant youngest = transaction.now().minus(grace);
        List<Long> abandoned = tables.runs()
                .filter(run -> run.status() == RerunStatus.PREPARING)
                .filter(run -> !run.times().created().isAfter(youngest))
                .map(MemoryRun::id)
                .toList();
        abandoned.forEach(transaction::hold);
        return abandoned;
    }

    @Override
    public void queued(long id, PrepareCounts counts) {
        update(held(id).queued(counts, transaction.now()));
    }

    @Override
    public boolean begin(long id) {
        transaction.requireUsable();
        MemoryRun run = tables.runOrNull(id);
        if (run == null || run.status() != RerunStatus.QUEUED) {
            return false;
        }
        update(run.moved(RerunStatus.RUNNING, null, transaction.now()));
        return true;
    }

    @Override
    public void moveTo(long id, RerunStatus status, @Nullable String reason) {
        MemoryRun run = held(id);
        MemoryRun moved = run.moved(status, reason, transaction.now());
        boolean resumed = run.status() == RerunStatus.PAUSED && status == RerunStatus.RUNNING;
        update(resumed ? moved.countingFrom(tables.sums(id)) : moved);
    }

    @Override
    public void reopen(long id) {
        MemoryRun run = held(id);
        if (run.status() != RerunStatus.COMPLETED_WITH_FAILURES) {
            throw new IllegalArgumentException("run " + id + " is " + run.status() + " and cannot be reopened");
        }
        tables.requireIdle(run.app(), run.toRun().handled());
        update(run.reopened().countingFrom(tables.sums(id)));
    }

    @Override
    public void putBack(long id, PutBack items) {
        update(held(id).put(items));
    }

    @Override
    public Tally tally(long id) {
        transaction.requireUsable();
        MemoryRun run = tables.runOrNull(id);
        return run == null ? new Tally(0, 0) : run.tally(tables.sums(id));
    }

    @Override
    public Duration takeTurn(long id, Duration length) {
        Instant now = transaction.now();
        Instant freeAt = tables.freeAt(id);
        if (freeAt.isAfter(now)) {
            return Duration.between(now, freeAt);
        }
        tables.takeTurn(transaction.undo, id, now.plus(length).truncatedTo(ChronoUnit.MICROS));
        return Duration.ZERO;
    }

    @Override
    public void record(long id, RerunAction action, Actor actor) {
        Instant now = transaction.now();
        MemoryLimits.check(actor);
        RerunCommand command = new RerunCommand(tables.run(id).id(), action, actor.caller(), actor.reason(), now);
        transaction.undo.append(tables.commands(id), command);
    }

    @Override
    public List<RerunCommand> commands(long id) {
        transaction.requireUsable();
        return List.copyOf(tables.commands(id));
    }

    @Override
    public List<RerunReport> notOver() {
        return reports(tables.runs().filter(run -> !run.over()));
    }

    @Override
    public List<RerunReport> endedSince(Instant since) {
        return reports(ended(end -> !end.isBefore(since)));
    }

    @Override
    public Optional<RerunReport> report(long id) {
        transaction.requireUsable();
        return Optional.ofNullable(tables.runOrNull(id)).map(this::report);
    }

    @Override
    public List<RerunReport> history(String app, @Nullable Long before, int limit) {
        long end = before == null
                ? Long.MAX_VALUE
                : ofApp(app)
                        .filter(run -> run.id() == before)
                        .mapToLong(MemoryRun::ordinal)
                        .findFirst()
                        .orElse(0);
        return reports(ofApp(app)
                .filter(run -> run.ordinal() < end)
                .sorted(Comparator.comparing(MemoryRun::ordinal).reversed())
                .limit(limit));
    }

    @Override
    public List<Long> ended(String app, Instant until, int limit) {
        transaction.requireUsable();
        return ended(end -> !end.isAfter(until))
                .filter(run -> run.app().equals(app))
                .map(MemoryRun::id)
                .limit(limit)
                .toList();
    }

    @Override
    public void purge(long id) {
        transaction.requireUsable();
        MemoryRun run = tables.runOrNull(id);
        if (run == null) {
            return;
        }
        if (!run.over()) {
            throw new IllegalArgumentException(
                    "run " + id + " is " + run.status() + "; only one that is over is purged");
        }
        tables.forget(transaction.undo, run);
    }

    @Override
    public Set<String> registers(String app) {
        transaction.requireUsable();
        return Set.copyOf(tables.app(app).registers);
    }

    private MemoryRun held(long id) {
        transaction.requireHeld(id);
        return tables.run(id);
    }

    private void update(MemoryRun run) {
        tables.update(transaction.undo, run);
    }

    /** In the order of their ends. */
    private Stream<MemoryRun> ended(Predicate<Instant> wanted) {
        return tables.runs()
                .filter(run -> run.over() && wanted.test(run.end()))
                .sorted(Comparator.comparing(MemoryRun::end));
    }

    private List<RerunReport> reports(Stream<MemoryRun> runs) {
        transaction.requireUsable();
        return runs.map(this::report).toList();
    }

    private RerunReport report(MemoryRun run) {
        Instant now = transaction.now();
        double processed = tables.lanes(run.id()).values().stream()
                .mapToDouble(lane -> lane.processed().ofLastMinute(now))
                .sum();
        return run.report(tables.sums(run.id()), Math.round(processed), now);
    }

    private OptionalLong only(String app, Predicate<MemoryRun> wanted) {
        return ofApp(app).filter(wanted).mapToLong(MemoryRun::id).findFirst();
    }

    private Stream<MemoryRun> ofApp(String app) {
        transaction.requireUsable();
        return tables.runs().filter(run -> run.app().equals(app));
    }
}
