package dev.rerun.benchmarks.contenders.writing;

import dev.rerun.benchmarks.contenders.Outcome;
import dev.rerun.benchmarks.contenders.ResultWriter;
import dev.rerun.benchmarks.contenders.Task;
import dev.rerun.benchmarks.workload.NewItem;
import dev.rerun.benchmarks.workload.StandingItem;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/**
 * Inserts rows in JDBC batches, which the driver sends as statements of many rows if it is told to. It then does not say which
 * rows it passed over, so keys that are taken are found out before.
 */
public final class InsertWriter implements ResultWriter {
    private static final String ITEM = """
            insert into register_item (register_id, unique_key, app_id, ordering_key, item_time, amount, currency, units,
                refers_to, detail, ui_created, entry_id, contract_id, rerun_id, calculated_amount)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private static final String OUTCOME = """
            insert into activity_outcome
                (app_id, entry_id, rerun_id, status, contract_id, diagnostics, processed_at, duration_micros)
            values (?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private final Connection connection;
    private final Task task;
    private final StandingItems standing;

    public InsertWriter(Connection connection, Task task) throws SQLException {
        this.connection = connection;
        this.task = task;
        this.standing = new StandingItems(connection, task);
    }

    @Override
    public Map<String, StandingItem> items(List<NewItem> items) throws SQLException {
        Map<String, StandingItem> kept =
                standing.find(items.stream().map(NewItem::uniqueKey).toList());
        try (PreparedStatement insert = connection.prepareStatement(ITEM)) {
            for (NewItem item : items) {
                if (!kept.containsKey(item.uniqueKey())) {
                    bind(insert, item);
                    insert.addBatch();
                }
            }
            insert.executeBatch();
        }
        return kept;
    }

    private void bind(PreparedStatement insert, NewItem item) throws SQLException {
        insert.setInt(1, task.register());
        insert.setString(2, item.uniqueKey());
        insert.setInt(3, task.app());
        insert.setString(4, item.orderingKey());
        insert.setObject(5, item.time().atOffset(ZoneOffset.UTC));
        insert.setBigDecimal(6, item.amount());
        insert.setString(7, task.workload().currency());
        insert.setBigDecimal(8, item.units());
        insert.setString(9, item.refersTo());
        insert.setString(10, item.detail());
        insert.setBoolean(11, false);
        insert.setLong(12, item.entryId());
        insert.setInt(13, item.contract());
        insert.setLong(14, task.rerun());
        insert.setBigDecimal(15, item.amount());
    }

    @Override
    public void outcomes(List<Outcome> outcomes) throws SQLException {
        OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
        try (PreparedStatement insert = connection.prepareStatement(OUTCOME)) {
            for (Outcome outcome : outcomes) {
                insert.setInt(1, task.app());
                insert.setLong(2, outcome.entryId());
                insert.setLong(3, task.rerun());
                insert.setString(4, Outcome.STATUS);
                insert.setInt(5, outcome.contract());
                insert.setString(6, outcome.diagnostics());
                insert.setObject(7, now);
                insert.setLong(8, 0);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }
}
