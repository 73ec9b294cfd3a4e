package dev.rerun.jdbc;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.ContractId;
import dev.rerun.api.RegisterItem;
import dev.rerun.api.RerunRequest;
import dev.rerun.core.eligibility.Selection;
import dev.rerun.core.spi.NewRun;
import dev.rerun.servers.MariaDbDatabase;
import dev.rerun.servers.MariaDbServer;
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
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A database that lives as long as this object is open, and the values that tests put into it. */
final class TestDatabase implements AutoCloseable {
    static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    static final String APP = "billing";

    private static final AtomicInteger NUMBER = new AtomicInteger();

    /** The databases that the same tests run on. */
    enum Kind {
        /** In memory. */
        H2 {
            @Override
            TestDatabase empty() throws SQLException {
                String url = "jdbc:h2:mem:rerun" + NUMBER.incrementAndGet() + ";LOCK_TIMEOUT=20000";
                return new TestDatabase(new TestDataSource(url), "where table_schema = 'PUBLIC'", """
                        select 1 from information_schema.sessions
                        where blocker_id is not null or executing_statement like 'insert into rerun_app %'
                        """, () -> {});
            }
        },
        MARIADB {
            @Override
            TestDatabase empty() throws SQLException {
                MariaDbDatabase database = MariaDbServer.shared().database();
                return new TestDatabase(database.source(), "where table_schema = database()", """
                        select 1 from information_schema.innodb_trx t
                        join information_schema.processlist p on p.id = t.trx_mysql_thread_id
                        where t.trx_state = 'LOCK WAIT' and p.db = database()
                        """, database::close);
            }
        };

        abstract TestDatabase empty() throws SQLException;

        TestDatabase withSchema() throws SQLException {
            TestDatabase database = empty();
            JdbcSchema.of(database.source).createOrUpgrade();
            return database;
        }
    }

    final DataSource source;
    private final String ofTheSchema;
    private final String waiting;
    private final Runnable drop;
    private final Connection open;

    private TestDatabase(DataSource source, String ofTheSchema, String waiting, Runnable drop) throws SQLException {
        this.source = source;
        this.ofTheSchema = ofTheSchema;
        this.waiting = waiting;
        this.drop = drop;
        open = source.getConnection();
    }

    static TestDatabase withSchema() throws SQLException {
        return Kind.H2.withSchema();
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

    /** The columns of a table, in its order. */
    List<String> columns(String table) throws SQLException {
        return rows("select lower(column_name) from information_schema.columns " + ofTheSchema
                        + " and lower(table_name) = '" + table + "' order by ordinal_position")
                .stream()
                .map(row -> String.valueOf(row.get(0)))
                .toList();
    }

    /** Every row of every table. */
    Map<String, List<List<@Nullable String>>> everything() throws SQLException {
        Map<String, List<List<@Nullable String>>> tables = new LinkedHashMap<>();
        for (List<@Nullable String> table :
                rows("select table_name from information_schema.tables " + ofTheSchema + " order by table_name")) {
            tables.put(String.valueOf(table.get(0)), rows("select * from " + table.get(0)));
        }
        return tables;
    }

    /** Whether some session waits for a row's lock, or with a new name for another who inserts the same. */
    boolean somebodyWaits() {
        try {
            return !rows(waiting).isEmpty();
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
        drop.run();
    }
}
