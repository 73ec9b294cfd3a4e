package dev.rerun.benchmarks.contenders.writing;

import dev.rerun.benchmarks.contenders.RegisterReading;
import dev.rerun.benchmarks.contenders.Task;
import dev.rerun.benchmarks.workload.StandingItem;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Looks items up by their keys. */
public final class StandingItems {
    /** The planner does not see how many keys there are, or it would read a table whole that is not yet large. */
    private static final String BY_KEY = """
            select %s
            from unnest((select cast(? as varchar[]))) k(unique_key)
            join register_item i on i.register_id = ? and i.unique_key = k.unique_key
            """.formatted(RegisterReading.COLUMNS);

    private final Connection connection;
    private final Task task;
    private final PreparedStatement statement;

    @SuppressWarnings("MustBeClosed") // with the connection
    public StandingItems(Connection connection, Task task) throws SQLException {
        this.connection = connection;
        this.task = task;
        this.statement = connection.prepareStatement(BY_KEY);
    }

    public Map<String, StandingItem> find(Collection<String> keys) throws SQLException {
        Map<String, StandingItem> found = new HashMap<>();
        if (keys.isEmpty()) {
            return found;
        }
        statement.setArray(1, connection.createArrayOf("varchar", keys.toArray()));
        statement.setInt(2, task.register());
        try (ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                StandingItem item = RegisterReading.read(result);
                found.put(item.uniqueKey(), item);
            }
        }
        return found;
    }
}
