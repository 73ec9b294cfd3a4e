package dev.rerun.jdbc;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.ContractId;
import dev.rerun.api.RegisterItem;
import dev.rerun.api.RerunRequest;
import dev.rerun.core.eligibility.Selection;
import dev.rerun.core.spi.NewRun;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** An H2 database in memory that lives as long as this object is open, and the values that tests put into it. */
final class TestDatabase implements AutoCloseable {
    static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    static final String APP = "billing";

    private static final AtomicInteger NUMBER = new AtomicInteger();

    final TestDataSource source;
    private final Connection open;

    private TestDatabase() throws SQLException {
        source = new TestDataSource("jdbc:h2:mem:rerun" + NUMBER.incrementAndGet() + ";LOCK_TIMEOUT=20000");
        open = source.getConnection();
    }

    static TestDatabase empty() throws SQLException {
        return new TestDatabase();
    }

    static TestDatabase withSchema() throws SQLException {
        TestDatabase database = new TestDatabase();
        JdbcSchema.of(database.source).createOrUpgrade();
        return database;
    }

    JdbcStore store() {
        return JdbcStore.on(source);
    }

    void execute(String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = open.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            statement.execute();
        }
    }

    /** All rows, in an order of their own, each value as text. */
    List<List<@Nullable String>> rows(String sql) throws SQLException {
        try (PreparedStatement statement = open.prepareStatement(sql);
                ResultSet result = statement.executeQuery()) {
            List<List<@Nullable String>> rows = new ArrayList<>();
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                @Nullable String[] row = new @Nullable String[columns];
                for (int i = 0; i < columns; i++) {
                    row[i] = result.getString(i + 1);
                }
                rows.add(Arrays.asList(row));
            }
            return rows;
        }
    }

    /** Every row of every table. */
    Map<String, List<List<@Nullable String>>> everything() throws SQLException {
        Map<String, List<List<@Nullable String>>> tables = new LinkedHashMap<>();
        for (List<@Nullable String> table : rows("select table_name from information_schema.tables"
                + " where table_schema = 'PUBLIC' order by table_name")) {
            tables.put(String.valueOf(table.get(0)), rows("select * from " + table.get(0)));
        }
        return tables;
    }

    /** Whether some session waits for a row's lock, or with a new name for another who inserts the same. */
    boolean somebodyWaits() {
        try {
            return !rows("""
                            select 1 from information_schema.sessions
                            where blocker_id is not null or executing_statement like 'insert into rerun_app %'
                            """).isEmpty();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static NewRun run(long id, Selection selection, int lanes) {
        RerunRequest request = RerunRequest.after(selection.cutoff()).ofApp(selection.app());
        return new NewRun(id, request, selection, Duration.ofDays(45), lanes);
    }

    static Selection selectionAfter(Instant cutoff, long epoch) {
        return new Selection(APP, cutoff, null, cutoff.minus(Duration.ofDays(45)), false, epoch);
    }

    static ActivityEntry entry(long id, String orderingKey, Instant createdAt) {
        return new ActivityEntry(APP, Long.toString(id), orderingKey, createdAt, createdAt, "payload " + id);
    }

    static RegisterItem item(String register, String uniqueKey, Instant time, @Nullable Long entryId) {
        return new RegisterItem(
                register,
                uniqueKey,
                "customer",
                time,
                new BigDecimal("1.5"),
                "EUR",
                BigDecimal.ONE,
                null,
                null,
                false,
                entryId == null ? null : Long.toString(entryId),
                new ContractId("standard", "v1"),
                null,
                null);
    }

    @Override
    public void close() throws SQLException {
        open.close();
    }
}
