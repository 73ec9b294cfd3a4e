package dev.rerun.verification.engine;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.awaitility.Awaitility;

/** What a PostgreSQL server has counted of the rows that were read in a database. The connections whose work counts are closed. */
record PostgresCounters(DataSource database) {
    void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Sums counters of some tables. A backend adds what it has counted when it ends, a while after its connection was closed. */
    long sum(String counters, String... tables) throws SQLException {
        return sumBeside(0, counters, tables);
    }

    /** The same while some backends stay, which have perhaps not added all. */
    long sumBeside(int staying, String counters, String... tables) throws SQLException {
        Awaitility.await().atMost(EngineFixture.LONG).until(() -> number("""
                select count(*) from pg_stat_activity
                where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()
                """) <= staying);
        return number("select sum(" + counters + ") from pg_stat_user_tables where relname in ("
                + Arrays.stream(tables).map(table -> "'" + table + "'").collect(Collectors.joining(", ")) + ")");
    }

    long number(String query) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getLong(1);
        }
    }
}
