package dev.rerun.jdbc;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.ToIntFunction;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps threads and processes from changing one database's schema at the same time. The lock is held by a transaction on a
 * connection of its own, because on some databases each statement of DDL ends the transaction that it is in. So it also ends
 * with its process.
 */
final class SchemaLock {
    private static final Logger LOG = LoggerFactory.getLogger(SchemaLock.class);

    private SchemaLock() {}

    /**
     * Waits for whoever holds the lock, as long as the database lets it, and then works on another connection. Threads of this
     * process take turns, so that they do not hold a pool's connections while they wait for each other.
     */
    static synchronized int whileHeld(DataSource source, Dialect dialect, ToIntFunction<BorrowedConnection> work) {
        IdleConnections connections = new IdleConnections(source);
        try (BorrowedConnection holder = BorrowedConnection.from(connections)) {
            take(holder, dialect);
            try (BorrowedConnection worker = BorrowedConnection.from(connections)) {
                return work.applyAsInt(worker);
            } finally {
                release(holder);
            }
        }
    }

    private static void take(BorrowedConnection holder, Dialect dialect) {
        try (Statement statement = holder.connection().createStatement()) {
            for (String sql : dialect.schemaLock()) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            RuntimeException failure = SqlFailure.of(e);
            holder.rollback(failure);
            throw failure;
        }
    }

    /** Rolls back, so that nothing is left of what was written to hold the lock. */
    private static void release(BorrowedConnection holder) {
        try {
            holder.connection().rollback();
        } catch (SQLException e) {
            LOG.warn(
                    "The lock of the schema ended before its time; another process may have changed the schema too", e);
        }
    }
}
