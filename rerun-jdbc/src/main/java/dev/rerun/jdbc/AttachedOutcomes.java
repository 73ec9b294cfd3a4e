package dev.rerun.jdbc;

import dev.rerun.api.OutcomeStatus;
import dev.rerun.core.spi.NewOutcome;
import dev.rerun.jdbc.Dialect.Column;
import dev.rerun.jdbc.EntryTable.Attached;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Shows outcomes in the entries' own columns, where their table has some. */
final class AttachedOutcomes {
    private static final String NEWEST = """
            select n.entry_id, n.rerun_id, n.status, n.diagnostics
            from (
                select o.entry_id, o.rerun_id, o.status, o.diagnostics,
                    row_number() over (
                        partition by o.entry_id
                        order by coalesce(r.ordinal, case when o.rerun_id = 0 then -1 else 0 end) desc, o.processed_at desc
                    ) as place
                from %s
                join %s o on o.app_id = ? and o.entry_id = k.id
                left join rerun r on r.id = o.rerun_id
            ) n
            where n.place = 1
            """;

    private final Session session;
    private final EntryTable table;

    AttachedOutcomes(Session session, EntryTable table) {
        this.session = session;
        this.table = table;
    }

    void show(Scope scope, List<NewOutcome> outcomes) {
        if (table.attached().isEmpty()) {
            return;
        }
        Update update = new Update(
                table.name(),
                table.attached().stream().map(Attached::column).toList(),
                List.of(table.id().column()),
                table.app().columns());
        session.update(update, outcomes, (parameters, outcome) -> {
            for (Attached attached : table.attached()) {
                attached.value().bind(parameters, scope, outcome);
            }
            table.id().bind(parameters, scope, outcome.entryId());
            table.app().bindNew(parameters, scope);
        });
    }

    /** Shows what is the newest outcome of each entry after others were deleted; nothing, if it has none. */
    void showNewest(Scope scope, List<String> entryIds) {
        if (table.attached().isEmpty() || entryIds.isEmpty()) {
            return;
        }
        List<Object> keys = new ArrayList<>();
        entryIds.forEach(id -> keys.add(table.key().require(id)));
        Column key = table.key().column("id");
        int app = scope.names().apps().obtain(scope.app());
        List<NewOutcome> newest = new ArrayList<>(session.list(
                NEWEST.formatted(
                        session.dialect().keyTable("k", key), table.key().outcomes()),
                parameters -> parameters.keys(KeyRows.of(key, keys)).integer(app),
                row -> {
                    String entryId = row.text();
                    long rerunId = row.number();
                    return new NewOutcome(
                            entryId,
                            rerunId == JdbcEntries.FIRST_PROCESSING ? null : (Long) rerunId,
                            OutcomeStatus.valueOf(row.text()),
                            null,
                            DiagnosticsText.read(row.text()),
                            Duration.ZERO);
                }));
        Set<String> without = new HashSet<>(entryIds);
        newest.forEach(outcome -> without.remove(outcome.entryId()));
        without.forEach(
                id -> newest.add(new NewOutcome(id, null, OutcomeStatus.PROCESSED, null, List.of(), Duration.ZERO)));
        show(scope, newest);
    }
}
