package dev.rerun.benchmarks.contenders.writing;

import dev.rerun.benchmarks.contenders.Outcome;
import dev.rerun.benchmarks.contenders.ResultWriter;
import dev.rerun.benchmarks.contenders.Task;
import dev.rerun.benchmarks.workload.NewItem;
import dev.rerun.benchmarks.workload.StandingItem;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;

/** Copies rows in the server's binary form, for which keys that are taken have to be found out before. */
public final class CopyWriter implements ResultWriter {
    private static final String ITEMS = """
            copy register_item (register_id, unique_key, app_id, ordering_key, item_time, amount, currency, units,
                refers_to, detail, ui_created, entry_id, contract_id, rerun_id, calculated_amount)
            from stdin (format binary)
            """;

    private static final int ITEM_COLUMNS = 15;

    private static final String OUTCOMES = """
            copy activity_outcome
                (app_id, entry_id, rerun_id, status, contract_id, diagnostics, processed_at, duration_micros)
            from stdin (format binary)
            """;

    private static final int OUTCOME_COLUMNS = 8;

    private final CopyManager copy;
    private final Task task;
    private final StandingItems standing;
    private final BinaryRows rows = new BinaryRows();

    public CopyWriter(Connection connection, Task task) throws SQLException {
        this.copy = connection.unwrap(PGConnection.class).getCopyAPI();
        this.task = task;
        this.standing = new StandingItems(connection, task);
    }

    @Override
    public Map<String, StandingItem> items(List<NewItem> items) throws SQLException {
        Map<String, StandingItem> kept =
                standing.find(items.stream().map(NewItem::uniqueKey).toList());
        rows.begin();
        for (NewItem item : items) {
            if (!kept.containsKey(item.uniqueKey())) {
                add(item);
            }
        }
        send(ITEMS);
        return kept;
    }

    private void add(NewItem item) {
        rows.row(ITEM_COLUMNS)
                .integer(task.register())
                .text(item.uniqueKey())
                .integer(task.app())
                .text(item.orderingKey())
                .time(item.time())
                .decimal(item.amount())
                .text(task.workload().currency())
                .decimal(item.units())
                .text(item.refersTo())
                .text(item.detail())
                .truth(false)
                .number(item.entryId())
                .integer(item.contract())
                .number(task.rerun())
                .decimal(item.amount());
    }

    @Override
    public void outcomes(List<Outcome> outcomes) throws SQLException {
        Instant now = Instant.now();
        rows.begin();
        for (Outcome outcome : outcomes) {
            rows.row(OUTCOME_COLUMNS)
                    .integer(task.app())
                    .number(outcome.entryId())
                    .number(task.rerun())
                    .text(Outcome.STATUS)
                    .integer(outcome.contract())
                    .text(outcome.diagnostics())
                    .time(now)
                    .number(0);
        }
        send(OUTCOMES);
    }

    private void send(String sql) throws SQLException {
        rows.end();
        CopyIn in = copy.copyIn(sql);
        in.writeToCopy(rows.bytes(), 0, rows.length());
        in.endCopy();
    }
}
