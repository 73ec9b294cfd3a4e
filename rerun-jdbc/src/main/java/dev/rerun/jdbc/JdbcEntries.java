package dev.rerun.jdbc;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.ActivityOutcome;
import dev.rerun.api.ContractId;
import dev.rerun.api.OutcomeStatus;
import dev.rerun.core.spi.Entries;
import dev.rerun.core.spi.NewOutcome;
import dev.rerun.jdbc.Dialect.Column;
import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The table of activity entries, and the outcomes. */
final class JdbcEntries implements Entries {
    /** What stands for the rerun ID in the outcome of first processing. */
    static final long FIRST_PROCESSING = 0;

    private static final String EPOCH = "select epoch from rerun_app where id = ?";

    /** No planner turns such a subquery into a join: each key is looked up by index. */
    private static final String KNOWN = """
            select k.id from %s
            where (select %2$s from %3$s e where %4$s and %2$s = k.id) is not null
            """;

    /** Those of purged runs, whose place is known no more, by time; first processing last, whatever clocks say. */
    private static final String OUTCOMES = """
            select o.rerun_id, o.status, o.contract_id, o.diagnostics, o.processed_at, o.duration_micros
            from %s o
            left join rerun r on r.id = o.rerun_id
            where o.app_id = ? and o.entry_id = ?
            order by coalesce(r.ordinal, case when o.rerun_id = 0 then -1 else 0 end) desc, o.processed_at desc
            """;

    private final Session session;
    private final Names.View names;
    private final EntryTable table;

    JdbcEntries(Session session, Names.View names, Tables tables) {
        this.session = session;
        this.names = names;
        this.table = tables.entries();
    }

    @Override
    public long enter(String app, Set<String> orderingKeys) {
        int appId = names.apps().obtain(app);
        new AppLanes(session).lockFor(appId, orderingKeys);
        // In a statement of its own, so that it sees the epoch of a start that the locks waited for.
        return session.list(EPOCH, parameters -> parameters.integer(appId), Row::number)
                .get(0);
    }

    @Override
    public Set<String> known(String app, Collection<String> ids) {
        Set<String> known = new HashSet<>();
        Scope scope = new Scope(app, names);
        if (!table.app().knows(scope)) {
            return known;
        }
        KeyColumn id = table.id();
        Column key = new Column("id", id.column().type());
        String sql = KNOWN.formatted(
                session.dialect().keyTable("k", key),
                id.in("e"),
                table.name(),
                table.app().where("e"));
        for (List<String> chunk : Chunks.of(new HashSet<>(ids))) {
            List<Object> values = id.findAll(scope, chunk);
            Binding binding = parameters -> {
                parameters.keys(KeyRows.of(key, values));
                table.app().bind(parameters, scope);
            };
            known.addAll(session.list(sql, binding, row -> id.read(row, scope)));
        }
        return known;
    }

    @Override
    public void insert(String app, long epoch, List<ActivityEntry> entries) {
        Scope scope = new Scope(app, names);
        List<Column> columns = new ArrayList<>(table.app().columns());
        for (Property<?> property :
                List.of(table.id(), table.orderingKey(), table.occurredAt(), table.createdAt(), table.payload())) {
            columns.addAll(property.columns());
        }
        Property<Long> epochs = table.epoch();
        if (epochs != null) {
            columns.addAll(epochs.columns());
        }
        session.insert(new Insert(table.name(), columns, table.filled(), table.own()), entries, (parameters, entry) -> {
            table.app().bindNew(parameters, scope);
            table.id().bind(parameters, scope, entry.id());
            table.orderingKey().bind(parameters, scope, entry.orderingKey());
            table.occurredAt().bind(parameters, scope, entry.occurredAt());
            table.createdAt().bind(parameters, scope, entry.createdAt());
            table.payload().bind(parameters, scope, entry.payload());
            if (epochs != null) {
                epochs.bind(parameters, scope, epoch);
            }
        });
    }

    @Override
    public void insertOutcomes(String app, List<NewOutcome> outcomes) {
        int appId = names.apps().obtain(app);
        names.obtainContracts(outcomes, NewOutcome::contract);
        session.insert(insertOutcome(), outcomes, (parameters, outcome) -> {
            Long rerunId = outcome.rerunId();
            ContractId contract = outcome.contract();
            parameters.integer(appId);
            table.key().bind(parameters, outcome.entryId());
            parameters
                    .number(rerunId == null ? FIRST_PROCESSING : rerunId)
                    .text(outcome.status().name())
                    .integer(
                            contract == null
                                    ? null
                                    : (Integer) names.contracts().obtain(contract))
                    .remark(DiagnosticsText.write(outcome.diagnostics()))
                    .number(micros(outcome.duration()));
        });
        new AttachedOutcomes(session, table).show(new Scope(app, names), outcomes);
    }

    @Override
    public List<ActivityOutcome> outcomes(String app, String entryId) {
        Integer appId = names.apps().find(app);
        Object key = table.key().find(entryId);
        if (appId == null || key == null) {
            return List.of();
        }
        return session.list(
                OUTCOMES.formatted(table.key().outcomes()),
                parameters -> parameters.integer(appId).key(key),
                row -> readOutcome(entryId, row));
    }

    private Insert insertOutcome() {
        return new Insert(
                table.key().outcomes(),
                List.of(
                        new Column("app_id", "integer"),
                        table.key().column("entry_id"),
                        new Column("rerun_id", "bigint"),
                        new Column("status", "varchar"),
                        new Column("contract_id", "integer"),
                        new Column("diagnostics", "varchar"),
                        new Column("duration_micros", "bigint")),
                List.of(new Insert.Filled("processed_at", session.dialect().now())),
                true);
    }

    private static long micros(Duration duration) {
        return duration.getSeconds() * 1_000_000 + duration.getNano() / 1_000;
    }

    private ActivityOutcome readOutcome(String entryId, Row row) throws SQLException {
        long rerunId = row.number();
        OutcomeStatus status = OutcomeStatus.valueOf(row.text());
        Integer contract = row.integerOrNull();
        return new ActivityOutcome(
                entryId,
                rerunId == FIRST_PROCESSING ? null : (Long) rerunId,
                status,
                contract == null ? null : names.contracts().name(contract),
                DiagnosticsText.read(row.text()),
                row.time(),
                Duration.of(row.number(), ChronoUnit.MICROS));
    }
}
