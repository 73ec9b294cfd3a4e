package dev.rerun.jdbc;

import dev.rerun.core.spi.RerunStore;
import dev.rerun.core.spi.StoreLimits;
import dev.rerun.core.spi.StoreTransaction;
import java.util.Objects;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The store over JDBC, on the schema that {@link JdbcSchema} creates.
 *
 * <p>Each transaction takes a connection from the data source, works at READ COMMITTED, and gives the connection back with
 * the auto-commit and isolation that it had. How long a transaction waits for another's lock is the database's setting
 * (PostgreSQL: {@code lock_timeout}, by default for ever; H2: {@code LOCK_TIMEOUT} in the URL); past it the transaction fails with a {@link
 * dev.rerun.core.spi.StoreException}. Safe for all threads.
 *
 * <p>Transactions lock in this order, so that they do not wait for each other in a circle: the app's lanes, ascending;
 * the run's row; the run's lanes, ascending. A transaction that holds a lane of a run must therefore not lock the run or
 * move it to another state.
 */
public final class JdbcStore implements RerunStore {
    private final DataSource source;
    private final JdbcSchema schema;
    private final Names names = new Names();
    private volatile @Nullable Dialect dialect;

    private JdbcStore(DataSource source) {
        this.source = source;
        this.schema = JdbcSchema.of(source);
    }

    /**
     * The store in the database that a data source leads to. Does not connect yet; the first use finds out which
     * database it is.
     *
     * @param source gives connections; best a pool, with a connection for each worker and two more
     * @return the store
     */
    public static JdbcStore on(DataSource source) {
        return new JdbcStore(Objects.requireNonNull(source, "source"));
    }

    /**
     * Checks, without changing anything, that the database is supported and holds the schema of this library's version.
     *
     * @throws SchemaException if the schema is missing, incomplete, older or newer
     * @throws UnsupportedDatabaseException if the database is not supported
     * @throws dev.rerun.core.spi.StoreException if the database fails
     */
    @Override
    public void verify() {
        schema.verify();
    }

    @Override
    public StoreLimits limits() {
        return DefaultTables.TABLES.limits();
    }

    /**
     * Runs work in a transaction of its own connection. What the work throws passes through unchanged after the rollback;
     * a rollback that fails too is added to it as suppressed.
     */
    @Override
    public <T extends @Nullable Object> T transaction(Function<StoreTransaction, T> work) {
        Objects.requireNonNull(work, "work");
        try (BorrowedConnection borrowed = BorrowedConnection.from(source)) {
            try {
                Session session = new Session(borrowed.connection(), dialect(borrowed));
                session.begin();
                Names.View seen = names.in(session);
                T result = apply(work, session, seen);
                borrowed.commit();
                seen.publish();
                return result;
            } catch (Throwable failure) {
                borrowed.rollback(failure);
                throw failure;
            }
        }
    }

    private static <T extends @Nullable Object> T apply(
            Function<StoreTransaction, T> work, Session session, Names.View seen) {
        try {
            return work.apply(new JdbcTransaction(session, seen, DefaultTables.TABLES));
        } finally {
            session.end();
        }
    }

    private Dialect dialect(BorrowedConnection borrowed) {
        Dialect chosen = dialect;
        if (chosen == null) {
            chosen = Dialect.of(borrowed.connection());
            dialect = chosen;
        }
        return chosen;
    }
}
