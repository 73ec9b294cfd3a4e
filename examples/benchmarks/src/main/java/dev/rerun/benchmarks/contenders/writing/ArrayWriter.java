package dev.rerun.benchmarks.contenders.writing;

import dev.rerun.benchmarks.contenders.Outcome;
import dev.rerun.benchmarks.contenders.ResultWriter;
import dev.rerun.benchmarks.contenders.Task;
import dev.rerun.benchmarks.workload.NewItem;
import dev.rerun.benchmarks.workload.StandingItem;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Inserts arrays. The insert passes over keys that are taken, and returns the others: only what it did not return is looked up.
 * What is the same for all rows is no array, and a column without any value is null as a whole.
 */
public final class ArrayWriter implements ResultWriter {
    private static final String ITEMS = """
            insert into register_item (register_id, unique_key, app_id, ordering_key, item_time, amount, currency, units,
                refers_to, detail, ui_created, entry_id, contract_id, rerun_id, calculated_amount)
            select ?, k.unique_key, ?, k.ordering_key, timestamptz 'epoch' + k.micros * interval '1 microsecond',
                k.amount, ?, k.units, k.refers_to, k.detail, false, k.entry_id, k.contract_id, ?, k.amount
            from unnest(cast(? as varchar[]), cast(? as varchar[]), cast(? as bigint[]), cast(? as numeric[]),
                cast(? as numeric[]), cast(? as varchar[]), cast(? as varchar[]), cast(? as bigint[]), cast(? as integer[]))
                k(unique_key, ordering_key, micros, amount, units, refers_to, detail, entry_id, contract_id)
            on conflict do nothing
            returning unique_key
            """;

    private static final String OUTCOMES = """
            insert into activity_outcome
                (app_id, entry_id, rerun_id, status, contract_id, diagnostics, processed_at, duration_micros)
            select ?, k.entry_id, ?, 'PROCESSED', k.contract_id, k.diagnostics, clock_timestamp(), 0
            from unnest(cast(? as bigint[]), cast(? as integer[]), cast(? as varchar[]))
                k(entry_id, contract_id, diagnostics)
            """;

    private final Connection connection;
    private final Task task;
    private final StandingItems standing;
    private final PreparedStatement insertItems;
    private final PreparedStatement insertOutcomes;

    @SuppressWarnings("MustBeClosed") // with the connection
    public ArrayWriter(Connection connection, Task task) throws SQLException {
        this.connection = connection;
        this.task = task;
        this.standing = new StandingItems(connection, task);
        this.insertItems = connection.prepareStatement(ITEMS);
        this.insertOutcomes = connection.prepareStatement(OUTCOMES);
    }

    @Override
    public Map<String, StandingItem> items(List<NewItem> items) throws SQLException {
        if (items.isEmpty()) {
            return Map.of();
        }
        PreparedStatement insert = insertItems;
        insert.setInt(1, task.register());
        insert.setInt(2, task.app());
        insert.setString(3, task.workload().currency());
        insert.setLong(4, task.rerun());
        set(insert, 5, "varchar", items, NewItem::uniqueKey);
        set(insert, 6, "varchar", items, NewItem::orderingKey);
        set(insert, 7, "bigint", items, item -> micros(item.time()));
        set(insert, 8, "numeric", items, NewItem::amount);
        set(insert, 9, "numeric", items, NewItem::units);
        set(insert, 10, "varchar", items, NewItem::refersTo);
        set(insert, 11, "varchar", items, NewItem::detail);
        set(insert, 12, "bigint", items, NewItem::entryId);
        set(insert, 13, "integer", items, NewItem::contract);
        Set<String> missing = new HashSet<>();
        items.forEach(item -> missing.add(item.uniqueKey()));
        try (ResultSet result = insert.executeQuery()) {
            while (result.next()) {
                missing.remove(result.getString(1));
            }
        }
        return standing.find(missing);
    }

    @Override
    public void outcomes(List<Outcome> outcomes) throws SQLException {
        insertOutcomes.setInt(1, task.app());
        insertOutcomes.setLong(2, task.rerun());
        set(insertOutcomes, 3, "bigint", outcomes, Outcome::entryId);
        set(insertOutcomes, 4, "integer", outcomes, Outcome::contract);
        set(insertOutcomes, 5, "varchar", outcomes, Outcome::diagnostics);
        insertOutcomes.executeUpdate();
    }

    private <T> void set(
            PreparedStatement statement, int place, String type, List<T> rows, Function<T, @Nullable Object> column)
            throws SQLException {
        Object[] values = rows.stream().map(column).toArray();
        boolean empty = Arrays.stream(values).noneMatch(Objects::nonNull);
        statement.setArray(place, empty ? null : connection.createArrayOf(type, values));
    }

    private static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }
}
