package dev.rerun.jdbc;

import java.sql.Connection;
import java.util.function.Consumer;

/**
 * Where the store's transactions come from, when they are to be the host's: then what logic does in them with the host's own
 * means, such as a JdbcTemplate, is committed and rolled back with what the store does.
 *
 * <p>With Spring, for example, where {@code template} is a TransactionTemplate that requires new transactions:
 *
 * <pre>{@code
 * Transactions transactions = work -> template.executeWithoutResult(status -> {
 *     Connection connection = DataSourceUtils.getConnection(dataSource);
 *     try {
 *         work.accept(connection);
 *     } finally {
 *         DataSourceUtils.releaseConnection(connection, dataSource);
 *     }
 * });
 * }</pre>
 *
 * <p>Called by many threads at once: those of workers, and those that call the engine.
 */
@FunctionalInterface
public interface Transactions {
    /**
     * Runs work once, on the calling thread, in a new transaction: one that is under way on this thread is neither joined
     * nor ended. Commits when the work returns; rolls back when it throws, whatever it throws, and throws it again. A commit
     * that does not happen must be thrown.
     *
     * <p>The connection works at READ COMMITTED; where the database can, the store sees to that itself for the length of the
     * transaction. The work neither commits nor closes the connection.
     *
     * @param work what to do with the transaction's connection
     */
    void run(Consumer<Connection> work);
}
