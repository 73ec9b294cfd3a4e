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
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** The tables activity_entry and activity_outcome. */
final class JdbcEntries implements Entries {
    /** What stands for the rerun ID in the outcome of first processing. */
    private static final long FIRST_PROCESSING = 0;

    private static final String EPOCH = "select epoch from rerun_app where id = ?";

    private static final String KNOWN = """
            select e.id from %s
            join activity_entry e on e.app_id = ? and e.id = k.id
            """;

    private static final Insert INSERT = new Insert(
            "activity_entry",
            List.of(
                    new Column("app_id", "integer"),
                    new Column("id", "bigint"),
                    new Column("ordering_key", "varchar"),
                    new Column("occurred_at", "timestamptz"),
                    new Column("created_at", "timestamptz"),
                    new Column("epoch", "bigint"),
                    new Column("payload", "varchar")),
            List.of());

    private static final Insert INSERT_OUTCOME = new Insert(
            "activity_outcome",
            List.of(
                    new Column("app_id", "integer"),
                    new Column("entry_id", "bigint"),
                    new Column("rerun_id", "bigint"),
                    new Column("status", "varchar"),
                    new Column("contract_id", "integer"),
                    new Column("diagnostics", "varchar"),
                    new Column("duration_micros", "bigint")),
            List.of("processed_at"));

    private static final String OUTCOMES = """
            select o.rerun_id, o.status, o.contract_id, o.diagnostics, o.processed_at, o.duration_micros
            from activity_outcome o
            left join rerun r on r.id = o.rerun_id
            where o.app_id = ? and o.entry_id = ?
            order by coalesce(r.ordinal, 0) desc, o.rerun_id desc
            """;

    private final Session session;
    private final Names.View names;

    JdbcEntries(Session session, Names.View names) {
        this.session = session;
        this.names = names;
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
        Integer appId = names.apps().find(app);
        if (appId == null) {
            return known;
        }
        String sql = KNOWN.formatted(session.dialect().keyTable("k", new Column("id", "bigint")));
        for (List<Long> chunk : Chunks.of(EntryIds.findAll(ids))) {
            known.addAll(session.list(
                    sql,
                    parameters -> parameters.array("bigint", chunk).integer(appId),
                    row -> Long.toString(row.number())));
        }
        return known;
    }

    @Override
    public void insert(String app, long epoch, List<ActivityEntry> entries) {
        int appId = names.apps().obtain(app);
        session.insert(INSERT, entries, (parameters, entry) -> parameters
                .integer(appId)
                .number(EntryIds.require(entry.id()))
                .text(entry.orderingKey())
                .time(entry.occurredAt())
                .time(entry.createdAt())
                .number(epoch)
                .text(entry.payload()));
    }

    @Override
    public void insertOutcomes(String app, List<NewOutcome> outcomes) {
        int appId = names.apps().obtain(app);
        // New names in one order for everyone, so that no two transactions wait for each other's.
        outcomes.stream()
                .map(NewOutcome::contract)
                .filter(Objects::nonNull)
                .distinct()
                .sorted(Comparator.comparing(ContractId::name).thenComparing(ContractId::version))
                .forEach(names.contracts()::obtain);
        session.insert(INSERT_OUTCOME, outcomes, (parameters, outcome) -> {
            Long rerunId = outcome.rerunId();
            ContractId contract = outcome.contract();
            parameters
                    .integer(appId)
                    .number(EntryIds.require(outcome.entryId()))
                    .number(rerunId == null ? FIRST_PROCESSING : rerunId)
                    .text(outcome.status().name())
                    .integer(
                            contract == null
                                    ? null
                                    : (Integer) names.contracts().obtain(contract))
                    .remark(DiagnosticsText.write(outcome.diagnostics()))
                    .number(outcome.duration().dividedBy(ChronoUnit.MICROS.getDuration()));
        });
    }

    @Override
    public List<ActivityOutcome> outcomes(String app, String entryId) {
        Integer appId = names.apps().find(app);
        Long id = EntryIds.find(entryId);
        if (appId == null || id == null) {
            return List.of();
        }
        return session.list(
                OUTCOMES, parameters -> parameters.integer(appId).number(id), row -> readOutcome(entryId, row));
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
