package dev.rerun.jdbc;

import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunRequest;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.eligibility.Selection;
import dev.rerun.core.spi.NewRun;
import dev.rerun.core.spi.PrepareCounts;
import dev.rerun.core.spi.RejectedDataException;
import dev.rerun.core.spi.Run;
import dev.rerun.core.spi.Runs;
import dev.rerun.core.spi.StoreException;
import dev.rerun.jdbc.JdbcTransaction.Clock;
import java.sql.SQLException;
import java.time.Duration;
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
 */
final class JdbcRuns implements Runs {
    private static final String NEXT_EPOCH = "update rerun_app set epoch = epoch + 1 where id = ?";

    private static final String ENDED_EPOCH = "select epoch - 1 from rerun_app where id = ?";

    private static final String EXISTS = "select 1 from rerun where id = ?";

    private static final String NEXT_ORDINAL = "select coalesce(max(ordinal), 0) + 1 from rerun where app_id = ?";

    private static final String INSERT = """
            insert into rerun (id, app_id, ordinal, active_app_id, status, cutoff, until, retention_seconds,
                retained_from, include_without_contract, epoch, lanes, requested_by, reason, idempotency_key, created_at)
            values (?, ?, ?, ?, 'PREPARING', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, %s)
            """;

    private static final String ACTIVE = "select id from rerun where active_app_id = ?";

    private static final String BY_IDEMPOTENCY_KEY =
            "select id from rerun where app_id = ? and idempotency_key = ? and status <> 'FAILED'";

    private static final String SELECT = """
            select id, status, app_id, cutoff, until, retained_from, include_without_contract, epoch, lanes
            from rerun
            """;

    private static final String LOCK_LANES = """
            select lane from rerun_lane where rerun_id = ? order by rerun_id, lane for update
            """;

    private static final String LOCK_ABANDONED = """
            select id from rerun
            where active_app_id is not null and status = 'PREPARING' and created_at <= ?
            for update skip locked
            """;

    private static final String QUEUED = """
            update rerun
            set status = 'QUEUED', queued_at = %s, total = ?, items_deleted = ?, %s
            where id = ?
            """;

    private static final String BEGIN = """
            update rerun
            set status = 'RUNNING', started_at = coalesce(started_at, %s)
            where id = ? and status = 'QUEUED'
            """;

    private static final String MOVE = "update rerun set status = ?, error = ?%s where id = ?";

    private final Session session;
    private final Names.View names;
    private final Clock clock;
    private final RunReports reports;

    JdbcRuns(Session session, Names.View names, Clock clock) {
        this.session = session;
        this.names = names;
        this.clock = clock;
        this.reports = new RunReports(session, names);
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
        int appId = names.apps().obtain(selection.app());
        long ordinal = session.list(NEXT_ORDINAL, parameters -> parameters.integer(appId), Row::number)
                .get(0);
        boolean inserted =
                session.insertIfAbsent(INSERT.formatted(session.dialect().now()), "id", parameters -> parameters
                        .number(run.id())
                        .integer(appId)
                        .number(ordinal)
                        .integer(appId)
                        .time(selection.cutoff())
                        .time(selection.until())
                        .number(run.retention().toSeconds())
                        .time(selection.retainedFrom())
                        .flag(selection.includeWithoutContract())
                        .number(selection.epoch())
                        .integer(run.lanes())
                        .text(request.requestedBy())
                        .text(request.reason())
                        .text(request.idempotencyKey()));
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
                SELECT + "where active_app_id is not null and status in ('QUEUED', 'RUNNING') order by created_at, id",
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
        mustUpdate(id, QUEUED.formatted(session.dialect().now(), RunReports.SET_KEPT), parameters -> parameters
                .number(counts.total())
                .number(counts.itemsDeleted())
                .all(RunReports.bindKept(counts.kept()))
                .number(id));
    }

    @Override
    public boolean begin(long id) {
        return session.update(BEGIN.formatted(session.dialect().now()), parameters -> parameters.number(id)) == 1;
    }

    @Override
    public void moveTo(long id, RerunStatus status, @Nullable String error) {
        String now = session.dialect().now();
        String also = status.terminal()
                ? ", active_app_id = null, finished_at = " + now
                : status == RerunStatus.RUNNING ? ", started_at = coalesce(started_at, " + now + ")" : "";
        mustUpdate(id, MOVE.formatted(also), parameters -> parameters
                .text(status.name())
                .remark(ErrorText.heldOrNull(error))
                .number(id));
    }

    @Override
    public Optional<RerunReport> report(long id) {
        return reports.report(id);
    }

    @Override
    public List<RerunReport> history(String app, int limit) {
        return reports.history(app, limit);
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

    private void mustUpdate(long id, String sql, Binding binding) {
        if (session.update(sql, binding) != 1) {
            throw new StoreException("rerun " + id + " is unknown; was it deleted?", null);
        }
    }

    private Run readRun(Row row) throws SQLException {
        long id = row.number();
        RerunStatus status = RerunStatus.valueOf(row.text());
        Selection selection = new Selection(
                names.apps().name(row.integer()), row.time(), row.timeOrNull(), row.time(), row.flag(), row.number());
        return new Run(id, status, selection, row.integer());
    }
}
