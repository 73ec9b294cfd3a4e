package dev.rerun.reprocess;

import com.zaxxer.hikari.HikariDataSource;
import dev.rerun.core.spi.RerunStore;
import dev.rerun.jdbc.JdbcSchema;
import dev.rerun.jdbc.JdbcStore;
import dev.rerun.jdbc.TableMapping;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The database with the table of registrations, and the tool's own tables in a schema beside it. */
final class RegistrationDatabase implements AutoCloseable {
    /** One for the worker, two for what the engine looks after, and one for who asks how far it is. */
    private static final int CONNECTIONS = 5;

    private static final long CONNECTION_TIMEOUT_MILLIS = 10_000;
    private static final Pattern PLAIN_NAME = Pattern.compile("[a-z_][a-z0-9_]*");

    private final DatabaseSettings settings;
    private final HikariDataSource pool = new HikariDataSource();
    private final @Nullable UndoneConnections undone;
    private final DataSource source;

    private RegistrationDatabase(DatabaseSettings settings, boolean untouched) {
        this.settings = settings;
        if (!PLAIN_NAME.matcher(settings.schema()).matches()) {
            throw new RefusedException("database.schema: '" + settings.schema()
                    + "' is no plain name; give one of lower-case letters, digits and underscores");
        }
        pool.setJdbcUrl(settings.url());
        pool.setUsername(settings.user());
        pool.setPassword(settings.password());
        pool.setPoolName("reprocess");
        pool.setMaximumPoolSize(CONNECTIONS);
        pool.setMinimumIdle(1);
        pool.setConnectionTimeout(CONNECTION_TIMEOUT_MILLIS);
        // A packet is on its way while its transaction is open, for as long as the server takes to answer.
        pool.setConnectionInitSql("set search_path to " + settings.schema() + "; set statement_timeout to "
                + settings.queryTimeout().toMillis() + "; set idle_in_transaction_session_timeout to 0");
        boolean opened = false;
        try {
            undone = untouched ? new UndoneConnections(pool.getConnection()) : null;
            source = undone == null ? pool : undone.source();
            createSchema();
            opened = true;
        } catch (SQLException e) {
            throw new RefusedException("the database " + settings.url() + " cannot be used: " + Failure.inWords(e), e);
        } finally {
            if (!opened) {
                pool.close();
            }
        }
    }

    /** Connects, and creates or upgrades the tool's own tables. */
    static RegistrationDatabase open(DatabaseSettings settings) {
        return new RegistrationDatabase(settings, false);
    }

    /** Connects, and leaves everything as it is, whatever is done. */
    static RegistrationDatabase untouched(DatabaseSettings settings) {
        return new RegistrationDatabase(settings, true);
    }

    private void createSchema() throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            // Who may not create schemas may not even ask for one to be created if it is missing.
            if (!schemaExists(connection)) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("create schema if not exists " + settings.schema());
                }
            }
            connection.commit();
        }
        JdbcSchema.of(source).with(mapping()).createOrUpgrade();
    }

    private boolean schemaExists(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("select 1 from pg_catalog.pg_namespace where nspname = ?")) {
            statement.setString(1, settings.schema());
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    private TableMapping mapping() {
        return RegistrationTable.mapping(settings);
    }

    /** The engine's store. */
    RerunStore store() {
        return JdbcStore.on(source).with(mapping());
    }

    /** The time by the database's clock. */
    Instant now() {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select clock_timestamp()")) {
            rows.next();
            return rows.getObject(1, OffsetDateTime.class).toInstant();
        } catch (SQLException e) {
            throw new RefusedException("the database does not tell the time: " + Failure.inWords(e), e);
        }
    }

    @Override
    public void close() {
        try (pool) {
            if (undone != null) {
                undone.close();
            }
        } catch (SQLException e) {
            throw new RefusedException("the database failed at the end: " + Failure.inWords(e), e);
        }
    }
}
