package dev.rerun.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import javax.sql.DataSource;

/**
 * The connections of a data source, but none that is in the midst of a transaction, as a transaction-aware data source gives
 * them to a thread that has one under way: whoever commits or rolls back on one ends what is not his.
 */
final class IdleConnections {
    private enum AutoCommit {
        UNKNOWN,
        ON,
        OFF
    }

    private final DataSource source;
    private volatile AutoCommit usual = AutoCommit.UNKNOWN;

    IdleConnections(DataSource source) {
        this.source = source;
    }

    /** A connection without auto-commit is in a transaction, unless this source gives no others. */
    Connection take() throws SQLException {
        Connection connection = source.getConnection();
        boolean idle = false;
        try {
            if (connection.getAutoCommit()) {
                usual = AutoCommit.ON;
                idle = true;
                return connection;
            }
            if (usual == AutoCommit.OFF) {
                requireNothingUncommitted(connection);
                idle = true;
                return connection;
            }
        } finally {
            if (!idle) {
                connection.close();
            }
        }
        if (usual == AutoCommit.ON || givesAutoCommit()) {
            throw inTransaction();
        }
        usual = AutoCommit.OFF;
        return take();
    }

    /** What a thread is given that surely has no transaction under way. */
    private boolean givesAutoCommit() throws SQLException {
        FutureTask<Boolean> question = new FutureTask<>(() -> {
            try (Connection connection = source.getConnection()) {
                return connection.getAutoCommit();
            }
        });
        Thread thread = new Thread(question, "rerun-asks-for-auto-commit");
        thread.setDaemon(true);
        thread.start();
        return answer(question);
    }

    private static boolean answer(Future<Boolean> question) throws SQLException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return question.get();
                } catch (
                        @SuppressWarnings("unused")
                        InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof SQLException cause ? cause : new SQLException(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Where no connection has auto-commit, only the database knows; and only of what was changed. */
    private static void requireNothingUncommitted(Connection connection) throws SQLException {
        Optional<String> uncommitted = Dialect.of(connection).uncommitted();
        if (uncommitted.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(uncommitted.get());
                ResultSet result = statement.executeQuery()) {
            if (result.next() && result.getBoolean(1)) {
                throw inTransaction();
            }
        }
        // The question itself began a transaction.
        connection.rollback();
    }

    private static IllegalStateException inTransaction() {
        return new IllegalStateException("the data source gave thread "
                + Thread.currentThread().getName()
                + " a connection that is in a transaction of the host's, which the store would have to commit or roll back;"
                + " call the engine outside of that transaction, or give the store transactions of their own with"
                + " JdbcStore.on(Transactions)");
    }
}
