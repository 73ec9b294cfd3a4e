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
 * db/rerun-postgresql} and {@code db/rerun-h2} on the class path are named and written so that Flyway runs them as they
 * are.
 *
 * <p>Safe for all threads, but only one process at a time may create or upgrade.
 */
public final class JdbcSchema {
    private final DataSource source;

    private JdbcSchema(DataSource source) {
        this.source = source;
    }

    /**
     * The schema in the database that a data source leads to. Does not connect yet.
     *
     * @param source gives connections whose user may create tables
     * @return the schema
     */
    public static JdbcSchema of(DataSource source) {
        return new JdbcSchema(Objects.requireNonNull(source, "source"));
    }

    /**
     * Creates the schema if it is missing and upgrades it if it is older; otherwise does nothing. Each migration is a
     * transaction of its own, where the database has transactions for DDL (H2 has not).
     *
     * @return the version that the schema has now
     * @throws SchemaException if a migration fails, an earlier one stopped half-way, or the schema is newer than this
     *     library
     * @throws UnsupportedDatabaseException if the database is not supported
     * @throws StoreException if the database fails
     */
    public int createOrUpgrade() {
        try (BorrowedConnection borrowed = BorrowedConnection.from(source)) {
            Connection connection = borrowed.connection();
            Dialect dialect = Dialect.of(connection);
            int required = required(dialect);
            int found = found(borrowed, dialect).orElse(0);
            if (found > required) {
                throw SchemaException.newer(found, required);
            }
            for (Migration migration : dialect.migrations()) {
                if (migration.version() > found) {
                    apply(migration, borrowed, found, required);
                    found = migration.version();
                }
            }
            return found;
        }
    }

    /**
     * Checks, without changing anything, that the schema has the version that this library works on.
     *
     * @throws SchemaException if the schema is missing, incomplete, older or newer; the message says what to do
     * @throws UnsupportedDatabaseException if the database is not supported
     * @throws StoreException if the database fails
     */
    public void verify() {
        TransactionWork.<@Nullable Void>in(new OwnTransactions(source), connection -> {
            verify(connection, Dialect.of(connection));
            return null;
        });
    }

    static void verify(Connection connection, Dialect dialect) {
        int required = required(dialect);
        int found = found(connection, dialect).orElseThrow(() -> SchemaException.missing(required));
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

    private static OptionalInt found(BorrowedConnection borrowed, Dialect dialect) {
        OptionalInt found;
        try {
            found = found(borrowed.connection(), dialect);
        } catch (Throwable failure) {
            borrowed.rollback(failure);
            throw failure;
        }
        borrowed.rollback();
        return found;
    }

    /** The newest recorded version, or empty if there is no schema; the transaction can then only be rolled back. */
    private static OptionalInt found(Connection connection, Dialect dialect) {
        try (PreparedStatement statement = connection.prepareStatement("select max(version) from rerun_schema");
                ResultSet result = statement.executeQuery()) {
            result.next();
            int version = result.getInt(1);
            if (result.wasNull()) {
                throw SchemaException.incomplete(required(dialect));
            }
            return OptionalInt.of(version);
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
