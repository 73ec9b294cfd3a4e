package dev.rerun.jdbc;

import dev.rerun.core.spi.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The tables of the default schema. A host creates them here, or with a migration tool: the files under {@code
 * db/rerun-postgresql}, {@code db/rerun-mariadb}, {@code db/rerun-mysql} and {@code db/rerun-h2} on the class path are
 * named and written so that Flyway runs them as they are.
 *
 * <p>Safe for all threads and processes: of several that create or upgrade at once, one does it while the others wait, for
 * as long as the database lets them wait for a lock.
 */
public final class JdbcSchema {
    private static final int UNRECORDED = -1;

    private final DataSource source;
    private final @Nullable TableMapping mapping;
    private final @Nullable Database database;

    private JdbcSchema(DataSource source, @Nullable TableMapping mapping, @Nullable Database database) {
        this.source = source;
        this.mapping = mapping;
        this.database = database;
    }

    /**
     * The schema in the database that a data source leads to. Does not connect yet.
     *
     * @param source gives connections whose user may create tables
     * @return the schema
     */
    public static JdbcSchema of(DataSource source) {
        return new JdbcSchema(Objects.requireNonNull(source, "source"), null, null);
    }

    /**
     * The schema for entries and items in tables of the host. Those are never changed; what is created beside the library's own
     * tables is the one that takes items out of the host's. If the host adds a column to its table of items, the same must be
     * added there; {@link #verify} says so.
     *
     * @param tables the mapping of the tables, which must exist
     * @return the schema with them
     */
    public JdbcSchema with(TableMapping tables) {
        return new JdbcSchema(source, Objects.requireNonNull(tables, "tables"), database);
    }

    /**
     * The same schema, which takes the host's word for which database it is in.
     *
     * @param named the database whose SQL is spoken
     * @return the schema in it
     */
    public JdbcSchema speaking(Database named) {
        return new JdbcSchema(source, mapping, named);
    }

    private Dialect dialect(Connection connection) {
        return database == null ? Dialect.of(connection) : database.dialect();
    }

    /**
     * Creates the schema if it is missing and upgrades it if it is older; otherwise does nothing. Each migration is a
     * transaction of its own, where the database has transactions for DDL (PostgreSQL alone has).
     *
     * <p>Takes two connections at a time if there is something to do, of which one only holds a lock. Where the database has no
     * lock for the purpose (all but PostgreSQL), it makes the table {@code rerun_schema_lock}, which holds nothing else.
     *
     * @return the version that the schema has now
     * @throws SchemaException if a migration fails, an earlier one stopped half-way, or the schema is newer than this
     *     library
     * @throws UnsupportedDatabaseException if the database is not supported
     * @throws MappingException if the mapping does not fit the host's tables
     * @throws StoreException if the database fails
     */
    public int createOrUpgrade() {
        Dialect dialect;
        int required;
        try (BorrowedConnection borrowed = BorrowedConnection.from(new IdleConnections(source))) {
            dialect = dialect(borrowed.connection());
            required = required(dialect);
            if (mapping == null && recorded(borrowed, dialect).orElse(UNRECORDED) == required) {
                return required;
            }
        }
        return SchemaLock.whileHeld(source, dialect, borrowed -> upgrade(borrowed, dialect, required));
    }

    private int upgrade(BorrowedConnection borrowed, Dialect dialect, int required) {
        int found = recorded(borrowed, dialect).orElse(0);
        if (found == UNRECORDED) {
            throw SchemaException.incomplete(required);
        }
        if (found > required) {
            throw SchemaException.newer(found, required);
        }
        for (Migration migration : dialect.migrations()) {
            if (migration.version() > found) {
                apply(migration, borrowed, found, required);
                found = migration.version();
            }
        }
        if (mapping != null) {
            createArchive(borrowed, dialect, mapping);
        }
        return found;
    }

    private static void createArchive(BorrowedConnection borrowed, Dialect dialect, TableMapping mapping) {
        try {
            Connection connection = borrowed.connection();
            MappedTables tables = MappedTables.find(mapping, connection, dialect);
            if (tables.register() == null) {
                return;
            }
            if (!ArchiveTable.exists(connection, dialect, tables.archive())) {
                ArchiveTable.create(connection, tables.items().table(), tables.archive());
            }
            HostTable archive = HostTable.find(connection, dialect, tables.archive());
            if (!ArchiveTable.isIndexed(archive, tables.archiveIndex())) {
                ArchiveTable.index(connection, archive, tables.archiveIndex());
            }
            borrowed.commit();
        } catch (SQLException e) {
            StoreException failure = SqlFailure.of(e);
            borrowed.rollback(failure);
            throw failure;
        } catch (RuntimeException e) {
            borrowed.rollback(e);
            throw e;
        }
    }

    /**
     * Checks, without changing anything, that the schema has the version that this library works on.
     *
     * @throws MappingException if the mapping does not fit the host's tables
     * @throws SchemaException if the schema is missing, incomplete, older or newer; the message says what to do
     * @throws UnsupportedDatabaseException if the database is not supported
     * @throws StoreException if the database fails
     */
    public void verify() {
        TransactionWork.<@Nullable Void>in(new OwnTransactions(source), connection -> {
            Dialect dialect = dialect(connection);
            verify(connection, dialect);
            if (mapping != null) {
                MappingCheck.fit(mapping, connection, dialect);
            }
            return null;
        });
    }

    static void verify(Connection connection, Dialect dialect) {
        int required = required(dialect);
        int found = recorded(connection, dialect).orElseThrow(() -> SchemaException.missing(required));
        if (found == UNRECORDED) {
            throw SchemaException.incomplete(required);
        }
        if (found < required) {
            throw SchemaException.older(found, required);
        }
        if (found > required) {
            throw SchemaException.newer(found, required);
        }
    }

    private static int required(Dialect dialect) {
        List<Migration> migrations = dialect.migrations();
        return migrations.get(migrations.size() - 1).version();
    }

    /** As {@link #recorded(Connection, Dialect)}. Ends the transaction. */
    private static OptionalInt recorded(BorrowedConnection borrowed, Dialect dialect) {
        OptionalInt recorded;
        try {
            recorded = recorded(borrowed.connection(), dialect);
        } catch (Throwable failure) {
            borrowed.rollback(failure);
            throw failure;
        }
        borrowed.rollback();
        return recorded;
    }

    /**
     * The newest recorded version, {@value #UNRECORDED} for a schema whose creation has not ended, or never did, or empty if
     * there is none; the transaction can then only be rolled back.
     */
    private static OptionalInt recorded(Connection connection, Dialect dialect) {
        try (PreparedStatement statement = connection.prepareStatement("select max(version) from rerun_schema");
                ResultSet result = statement.executeQuery()) {
            result.next();
            int version = result.getInt(1);
            return OptionalInt.of(result.wasNull() ? UNRECORDED : version);
        } catch (SQLException e) {
            if (dialect.missingTable(e)) {
                return OptionalInt.empty();
            }
            throw SqlFailure.of(e);
        }
    }

    private static void apply(Migration migration, BorrowedConnection borrowed, int found, int required) {
        int number = 1;
        try (Statement statement = borrowed.connection().createStatement()) {
            for (String sql : migration.statements()) {
                statement.execute(sql);
                number++;
            }
        } catch (SQLException e) {
            SchemaException failure = SchemaException.stopped(found, required, migration, number, e);
            borrowed.rollback(failure);
            throw failure;
        }
        borrowed.commit();
    }
}
