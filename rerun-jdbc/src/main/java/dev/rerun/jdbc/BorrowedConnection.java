package dev.rerun.jdbc;

import dev.rerun.core.spi.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection set up for one transaction after another at READ COMMITTED, unless these see to that themselves, and given back
 * as it was. One whose rollback
 * failed is aborted instead, for to restore its auto-commit would commit what was to be undone.
 */
final class BorrowedConnection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BorrowedConnection.class);

    private final Connection connection;
    private final boolean autoCommit;
    private final int isolation;
    private boolean broken;

    private BorrowedConnection(Connection connection) throws SQLException {
        this.connection = connection;
        autoCommit = connection.getAutoCommit();
        isolation = Dialect.of(connection).beginsAtReadCommitted()
                ? Connection.TRANSACTION_READ_COMMITTED
                : connection.getTransactionIsolation();
        connection.setAutoCommit(false);
        if (isolation != Connection.TRANSACTION_READ_COMMITTED) {
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        }
    }

    static BorrowedConnection from(IdleConnections source) {
        Connection connection;
        try {
            connection = source.take();
        } catch (SQLException e) {
            throw new StoreException(
                    "the data source gives no connection: " + e.getMessage()
                            + "; see that the database is up and the pool is large enough, then try again",
                    e);
        }
        try {
            return new BorrowedConnection(connection);
        } catch (SQLException e) {
            throw closed(connection, SqlFailure.of(e));
        } catch (RuntimeException e) {
            throw closed(connection, e);
        }
    }

    private static RuntimeException closed(Connection connection, RuntimeException failure) {
        try {
            connection.close();
        } catch (SQLException closing) {
            failure.addSuppressed(closing);
        }
        return failure;
    }

    Connection connection() {
        return connection;
    }

    void commit() {
        try {
            connection.commit();
        } catch (SQLException e) {
            throw SqlFailure.of(e);
        }
    }

    /** Ends a transaction that changed nothing, even if a statement of it failed. */
    void rollback() {
        try {
            connection.rollback();
        } catch (SQLException e) {
            broken = true;
            throw SqlFailure.of(e);
        }
    }

    /** Undoes the transaction because of a failure, which collects what goes wrong on the way. */
    void rollback(Throwable failure) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            broken = true;
            failure.addSuppressed(e);
        }
    }

    /** Restores and returns the connection. What goes wrong here does not change what became of the transaction. */
    @Override
    public void close() {
        try (Connection returned = connection) {
            if (broken) {
                returned.abort(Runnable::run);
                return;
            }
            if (isolation != Connection.TRANSACTION_READ_COMMITTED) {
                returned.setTransactionIsolation(isolation);
            }
            if (autoCommit) {
                returned.setAutoCommit(true);
            }
        } catch (SQLException e) {
            LOG.warn("A connection could not be given back as it was taken", e);
        }
    }
}
