package dev.rerun.jdbc;

import dev.rerun.api.Actor;
import dev.rerun.api.EntryQuery;
import dev.rerun.api.RerunAction;
import dev.rerun.api.RerunCommand;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunRequest;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.eligibility.Selection;
import dev.rerun.core.spi.NewRun;
import dev.rerun.core.spi.PrepareCounts;
import dev.rerun.core.spi.PutBack;
import dev.rerun.core.spi.RejectedDataException;
import dev.rerun.core.spi.Run;
import dev.rerun.core.spi.Runs;
import dev.rerun.core.spi.Tally;
import dev.rerun.jdbc.JdbcTransaction.Clock;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The table rerun, and the locks of a run.
 *
 * <p>A run is locked by its row and then by all its lanes, ascending. So whoever holds one lane shares the run with the
 * other lanes' holders and keeps out whoever locks the run, on databases with and without shared row locks alike. The
 * order everywhere is: the app's lanes, the run's row, the run's lanes. {@link JdbcLanes#claim} never waits; a holder of
 * a lane that locked or updated the run's row could wait in a circle with one who locks the run, so none may. While a run
 * prepares its lanes are not yet visible and its row alone is the lock, which is what {@link #lockAbandoned} looks at.
 * A run's turn and its commands are in tables of their own, so that a holder of a lane may write them.
 */
final class JdbcRuns implements Runs {
    private static final String NEXT_EPOCH = "update rerun_app set epoch = epoch + 1 where id = ?";

    private static final String ENDED_EPOCH = "select epoch - 1 from rerun_app where id = ?";

    private static final String EXISTS = "select 1 from rerun where id = ?";

    private static final String NEXT_ORDINAL = "select coalesce(max(ordinal), 0) + 1 from rerun where app_id = ?";

    private static final String INSERT = """
            insert into rerun (id, app_id, ordinal, active_app_id, status, cutoff, until, retention_seconds,
                retained_from, include_without_contract, epoch, lanes, requested_by, reason, idempotency_key, selected_by, going, %s,
                created_at)
            values (?, ?, ?, ?, 'PREPARING', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, true, %s, %s)
            """;

    private static final String ACTIVE = "select id from rerun where active_app_id = ?";

    private static final String BY_IDEMPOTENCY_KEY =
            "select id from rerun where app_id = ? and idempotency_key = ? and status <> 'FAILED'";

    private static final String SELECT = """
            select id, status, app_id, cutoff, until, retained_from, include_without_contract, epoch, lanes, selected_by, %s
            from rerun
            """.formatted(OptionColumns.LIST);

    private static final String LOCK_LANES = """
            select lane from rerun_lane where rerun_id = ? order by rerun_id, lane for update
            """;

    private static final String LOCK_ABANDONED = """
            select id from rerun
            where going = true and status = 'PREPARING' and created_at <= ?
            for update skip locked
            """;

    private static final String ENDED = """
            select id from rerun
            where app_id = ? and finished_at <= ?
            order by finished_at, ordinal
            limit ?
            """;

    private final Session session;
    private final Names.View names;
    private final Clock clock;
    private final Tables tables;
    private final RunReports reports;
    private final RunStates states;

    JdbcRuns(Session session, Names.View names, Tables tables, Clock clock) {
        this.session = session;
        this.names = names;
        this.clock = clock;
        this.tables = tables;
        this.reports = new RunReports(session, names);
        this.states = new RunStates(session);
    }

    @Override
    public long closeEpoch(String app) {
        int appId = names.apps().obtain(app);
        new AppLanes(session).lockAll(appId);
        session.update(NEXT_EPOCH, parameters -> parameters.integer(appId));
        return session.list(ENDED_EPOCH, parameters -> parameters.integer(appId), Row::number)
                .get(0);
    }

    @Override
    public boolean insert(NewRun run) {
        if (exists(run.id())) {
            return false;
        }
        Selection selection = run.selection();
        RerunRequest request = run.request();
        EntryQuery query = request.query();
        int appId = names.apps().obtain(selection.app());
        long ordinal = session.list(NEXT_ORDINAL, parameters -> parameters.integer(appId), Row::number)
                .get(0);
        String sql = INSERT.formatted(
                OptionColumns.LIST, OptionColumns.PLACES, session.dialect().now());
        boolean inserted = session.insertIfAbsent(sql, "id", parameters -> parameters
                .number(run.id())
                .integer(appId)
                .number(ordinal)
                .integer(query == null ? appId : null)
                .time(selection.cutoff())
                .time(selection.until())
                .number(run.retention().toSeconds())
                .time(selection.retainedFrom())
                .flag(selection.includeWithoutContract())
                .number(selection.epoch())
                .integer(run.lanes())
                .text(request.requestedBy())
                .text(request.reason())
                .text(request.idempotencyKey())
                .text(query == null ? null : query.toString())
                .all(OptionColumns.bind(request.options())));
        if (inserted) {
            new RunTurns(session).make(run.id());
        }
        if (!inserted && !exists(run.id())) {
            throw new RejectedDataException(
                    "rerun " + run.id() + " is not recorded: app '" + selection.app()
                            + "' has a rerun that is not over",
                    null);
        }
        return inserted;
    }

    @Override
    public OptionalLong active(String app) {
        Integer appId = names.apps().find(app);
        return appId == null ? OptionalLong.empty() : id(ACTIVE, parameters -> parameters.integer(appId));
    }

    @Override
    public OptionalLong byIdempotencyKey(String app, String key) {
        Integer appId = names.apps().find(app);
        return appId == null
                ? OptionalLong.empty()
                : id(BY_IDEMPOTENCY_KEY, parameters -> parameters.integer(appId).text(key));
    }

    @Override
    public Optional<Run> lock(long id) {
        Optional<Run> run =
                session.first(SELECT + "where id = ? for update", parameters -> parameters.number(id), this::readRun);
        session.list(LOCK_LANES, parameters -> parameters.number(id), Row::integer);
        return run;
    }

    @Override
    public Optional<Run> find(long id) {
        return session.first(SELECT + "where id = ?", parameters -> parameters.number(id), this::readRun);
    }

    @Override
    public List<Run> workable() {
        return session.list(
                SELECT + "where going = true and status in ('QUEUED', 'RUNNING') order by created_at, id",
                Binding.NONE,
                this::readRun);
    }

    @Override
    public List<Long> lockAbandoned(Duration grace) {
        return session.list(
                LOCK_ABANDONED, parameters -> parameters.time(clock.now().minus(grace)), Row::number);
    }

    @Override
    public void queued(long id, PrepareCounts counts) {
        states.queued(id, counts);
    }

    @Override
    public boolean begin(long id) {
        return states.begin(id);
    }

    @Override
    public void moveTo(long id, RerunStatus status, @Nullable String reason) {
        states.moveTo(id, status, reason);
    }

    @Override
    public void reopen(long id) {
        states.reopen(id);
    }

    @Override
    public void putBack(long id, PutBack items) {
        states.putBack(id, items);
    }

    @Override
    public Tally tally(long id) {
        return states.tally(id);
    }

    @Override
    public Duration takeTurn(long id, Duration length) {
        return new RunTurns(session).take(id, length);
    }

    @Override
    public void record(long id, RerunAction action, Actor actor) {
        new RunCommands(session).record(id, action, actor);
    }

    @Override
    public List<RerunCommand> commands(long id) {
        return new RunCommands(session).of(id);
    }

    @Override
    public List<RerunReport> notOver() {
        return reports.notOver();
    }

    @Override
    public List<RerunReport> endedSince(Instant since) {
        return reports.endedSince(since);
    }

    @Override
    public Optional<RerunReport> report(long id) {
        return reports.report(id);
    }

    @Override
    public List<RerunReport> history(String app, @Nullable Long before, int limit) {
        return reports.history(app, before, limit);
    }

    @Override
    public List<Long> ended(String app, Instant until, int limit) {
        Integer appId = names.apps().find(app);
        return appId == null
                ? List.of()
                : session.list(
                        ENDED,
                        parameters -> parameters.integer(appId).time(until).integer(limit),
                        Row::number);
    }

    @Override
    public void purge(long id) {
        lock(id).ifPresent(run -> new RunPurge(session, names, tables).purge(run));
    }

    @Override
    public Set<String> registers(String app) {
        return reports.registers(app);
    }

    private boolean exists(long id) {
        return id(EXISTS, parameters -> parameters.number(id)).isPresent();
    }

    private OptionalLong id(String sql, Binding binding) {
        return session.list(sql, binding, Row::number).stream()
                .mapToLong(Long::longValue)
                .findFirst();
    }

    private Run readRun(Row row) throws SQLException {
        long id = row.number();
        RerunStatus status = RerunStatus.valueOf(row.text());
        Selection selection = new Selection(
                names.apps().name(row.integer()), row.time(), row.timeOrNull(), row.time(), row.flag(), row.number());
        int lanes = row.integer();
        String selectedBy = row.textOrNull();
        return new Run(id, status, selection, lanes, OptionColumns.read(row), selectedBy);
    }
}
