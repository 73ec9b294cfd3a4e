package dev.rerun.verification.engine;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A host's own transaction, statement by statement. */
final class HostSql implements AutoCloseable {
    private final Connection connection;

    private HostSql(Connection connection) {
        this.connection = connection;
    }

    static HostSql begin(DataSource database) throws SQLException {
        Connection connection = database.getConnection();
        connection.setAutoCommit(false);
        // At REPEATABLE READ, with which MariaDB begins, a statement locks every row that it passes.
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        return new HostSql(connection);
    }

    /** A transaction of one statement. */
    static int once(DataSource database, String sql, Object... values) throws SQLException {
        try (HostSql host = begin(database)) {
            int changed = host.update(sql, values);
            host.commit();
            return changed;
        }
    }

    int update(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = prepared(sql, values)) {
            return statement.executeUpdate();
        }
    }

    List<List<@Nullable String>> rows(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = prepared(sql, values);
                ResultSet result = statement.executeQuery()) {
            List<List<@Nullable String>> rows = new ArrayList<>();
            while (result.next()) {
                @Nullable
                String[] row = new @Nullable String[result.getMetaData().getColumnCount()];
                for (int i = 0; i < row.length; i++) {
                    row[i] = result.getString(i + 1);
                }
                rows.add(Arrays.asList(row));
            }
            return rows;
        }
    }

    void commit() throws SQLException {
        connection.commit();
    }

    private PreparedStatement prepared(String sql, Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    @Override
    public void close() throws SQLException {
        try (connection) {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }
}
