package dev.rerun.jdbc;

import dev.rerun.core.spi.LogicWrites;
import dev.rerun.core.spi.RerunStore;
import dev.rerun.core.spi.StoreLimits;
import dev.rerun.core.spi.StoreTransaction;
import java.sql.Connection;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The store over JDBC, on the schema that {@link JdbcSchema} creates.
 *
 * <p>Its transactions are its own, on connections of a data source, which it gives back with the auto-commit and isolation that
 * they had; or they are the host's. They work at READ COMMITTED. How long one waits for another's lock is the database's
 * setting (PostgreSQL: {@code lock_timeout}, by default for ever; MariaDB and MySQL: {@code innodb_lock_wait_timeout}, by
 * default 50 seconds; H2: {@code LOCK_TIMEOUT} in the URL); past it the transaction fails with a {@link
 * dev.rerun.core.spi.StoreException}. On MariaDB and MySQL a connection must be in a strict {@code sql_mode}. Safe for all
 * threads.
 *
 * <p>Transactions lock in this order, so that they do not wait for each other in a circle: the app's lanes, ascending;
 * the run's row; the run's lanes, ascending; the register items that a prepare deletes, by app and time. A transaction that
 * holds a lane of a run must therefore not lock the run or move it to another state. For register items, which hosts lock as
 * they like, a prepare waits in the database for no more than a moment: it fails with a {@link dev.rerun.core.spi.StoreConflictException} when
 * another transaction holds one for two seconds on end.
 */
public final class JdbcStore implements RerunStore {
    private final Transactions transactions;
    private final Optional<LogicWrites> logicWrites;
    private final @Nullable TableMapping mapping;
    private final Names names = new Names();
    private volatile @Nullable Dialect dialect;
    private volatile @Nullable Tables tables;

    private JdbcStore(
            Transactions transactions,
            Optional<LogicWrites> logicWrites,
            @Nullable TableMapping mapping,
            @Nullable Dialect dialect) {
        this.dialect = dialect;
        this.transactions = transactions;
        this.logicWrites = logicWrites;
        this.mapping = mapping;
        this.tables = mapping == null ? DefaultTables.TABLES : null;
    }

    /**
     * The store in the database that a data source leads to, in transactions of its own. Does not connect yet; the first use
     * finds out which database it is.
     *
     * <p>A data source that gives a thread the connection of a transaction that is under way there, as Spring's transaction-aware
     * one does, can be used outside of such a transaction. Within one, every use throws an {@link IllegalStateException} and
     * leaves the transaction as it is.
     *
     * @param source gives connections; best a pool, with a connection for each worker and two more
     * @return the store
     */
    public static JdbcStore on(DataSource source) {
        return new JdbcStore(
                new OwnTransactions(Objects.requireNonNull(source, "source")), Optional.empty(), null, null);
    }

    /**
     * The store in transactions of the host's, in which logic can write with the host's own means. Does not connect yet.
     *
     * @param transactions what runs work in a transaction of the database that holds the schema
     * @return the store
     */
    public static JdbcStore on(Transactions transactions) {
        Objects.requireNonNull(transactions, "transactions");
        return new JdbcStore(transactions, Optional.of(new HostWrites(transactions)), null, null);
    }

    /**
     * The same store with the host's own tables of entries and items in place of the default schema's.
     *
     * @param hostTables which tables those are, and what their columns mean
     * @return the store on them
     */
    public JdbcStore with(TableMapping hostTables) {
        return new JdbcStore(transactions, logicWrites, Objects.requireNonNull(hostTables, "hostTables"), dialect);
    }

    /**
     * The same store, which takes the host's word for which database it is on.
     *
     * @param database the database whose SQL is spoken
     * @return the store that speaks it
     */
    public JdbcStore speaking(Database database) {
        return new JdbcStore(transactions, logicWrites, mapping, database.dialect());
    }

    /**
     * Checks, without changing anything, that the database is supported, holds the schema of this library's version and
     * allows its user what the store does, and that the host's own tables fit their mapping. Says once, in a warning, what
     * cannot be promised because the mapping leaves it out.
     *
     * @throws MappingException if the mapping does not fit the host's tables
     * @throws SchemaException if the schema is missing, incomplete, older or newer
     * @throws MissingPrivilegesException if the user may not read or write a table as the store must
     * @throws UnsupportedDatabaseException if the database is not supported
     * @throws dev.rerun.core.spi.StoreException if the database fails
     */
    @Override
    public void verify() {
        TransactionWork.<@Nullable Void>in(transactions, connection -> {
            Dialect chosen = dialect(connection);
            Privileges privileges = new Privileges(connection, chosen);
            // First, because the schema's version too must be allowed to be read.
            privileges.verifyLibrary(mapping == null ? DefaultTables.TABLES : null);
            JdbcSchema.verify(connection, chosen);
            if (mapping != null) {
                tables = null;
                privileges.verifyHost(tables(connection));
            }
            return null;
        });
    }

    /** What the columns of the tables hold; the database is asked. */
    @Override
    public StoreLimits limits() {
        return TransactionWork.in(transactions, connection -> {
            StoreLimits held = tables(connection).limits();
            String rare = "\0\uD800";
            return new StoreLimits(
                    held.nameLength(),
                    held.keyLength(),
                    held.textLength(),
                    held.integerDigits(),
                    held.fractionDigits(),
                    held.numericEntryIds(),
                    dialect(connection).storable(rare).equals(rare));
        });
    }

    /**
     * Runs work in a transaction. What the work throws passes through unchanged after the rollback; a rollback that fails too
     * is added to it as suppressed.
     */
    @Override
    public <T extends @Nullable Object> T transaction(Function<StoreTransaction, T> work) {
        Objects.requireNonNull(work, "work");
        AtomicReference<Names.@Nullable View> seen = new AtomicReference<>();
        T result = TransactionWork.in(transactions, connection -> {
            Dialect chosen = dialect(connection);
            Session session = new Session(connection, chosen, beforeStatement());
            if (logicWrites.isPresent() && !chosen.beginsAtReadCommitted()) {
                session.workAtReadCommitted();
            }
            session.begin();
            Names.View view = names.in(session);
            seen.set(view);
            return apply(work, session, view, tables(connection));
        });
        Objects.requireNonNull(seen.get()).publish();
        return result;
    }

    private <T extends @Nullable Object> T apply(
            Function<StoreTransaction, T> work, Session session, Names.View seen, Tables known) {
        try {
            return work.apply(new JdbcTransaction(session, seen, known, logicWrites));
        } finally {
            session.end();
        }
    }

    private Runnable beforeStatement() {
        return transactions instanceof BufferedTransactions buffered ? buffered::flush : () -> {};
    }

    private Tables tables(Connection connection) {
        Tables known = tables;
        if (known == null) {
            known = mapping == null ? DefaultTables.TABLES : MappingCheck.fit(mapping, connection, dialect(connection));
            tables = known;
        }
        return known;
    }

    private Dialect dialect(Connection connection) {
        Dialect chosen = dialect;
        if (chosen == null) {
            chosen = Dialect.of(connection);
            dialect = chosen;
        }
        return chosen;
    }
}
