package dev.rerun.benchmarks.contenders;

import dev.rerun.benchmarks.workload.Entry;
import dev.rerun.benchmarks.workload.Sight;
import dev.rerun.benchmarks.workload.StandingItem;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads, in one statement, what the logic will want to know of the register for some entries. */
public final class SightReader {
    /** By the index that has key and time; up to the last entry's time, since nothing later is visible. */
    private static final String ITEMS = """
            select %s
            from unnest((select cast(? as varchar[])), (select cast(? as timestamptz[]))) k(ordering_key, since)
            cross join lateral (
                select * from register_item i
                where i.app_id = ? and i.ordering_key = k.ordering_key
                and (i.item_time at time zone 'UTC') >= (k.since at time zone 'UTC')
                and (i.item_time at time zone 'UTC') <= (cast(? as timestamptz) at time zone 'UTC')
                offset 0
            ) i
            """.formatted(RegisterReading.COLUMNS);

    /** Before all times that there are in a register. */
    private static final Instant EVER = Instant.parse("1900-01-01T00:00:00Z");

    private final Task task;

    public SightReader(Task task) {
        this.task = task;
    }

    /** Reads on a connection; asks nothing where the logic reads nothing. */
    public Sight read(Connection connection, List<? extends Entry> entries) throws SQLException {
        Map<String, Instant> since = new HashMap<>();
        Instant last = EVER;
        for (Entry entry : entries) {
            Instant from = task.calculation().readsFrom(entry);
            if (from != null) {
                since.merge(entry.orderingKey(), from.isBefore(EVER) ? EVER : from, SightReader::earlier);
                last = last.isBefore(entry.occurredAt()) ? entry.occurredAt() : last;
            }
        }
        return since.isEmpty() ? new Sight(List.of()) : new Sight(items(connection, since, last));
    }

    private List<StandingItem> items(Connection connection, Map<String, Instant> since, Instant last)
            throws SQLException {
        List<StandingItem> items = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(ITEMS)) {
            statement.setArray(
                    1, connection.createArrayOf("varchar", since.keySet().toArray()));
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "timestamptz",
                            since.values().stream().map(Instant::toString).toArray()));
            statement.setInt(3, task.app());
            statement.setObject(4, last.atOffset(ZoneOffset.UTC));
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    items.add(RegisterReading.read(result));
                }
            }
        }
        return items;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
