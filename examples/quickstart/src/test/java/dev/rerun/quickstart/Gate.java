package dev.rerun.quickstart;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * A gate in a PostgreSQL database: while it is shut, no worker commits a batch, for each waits where it writes its first
 * outcome.
 */
final class Gate implements AutoCloseable {
    private static final String BUILD = """
            create function wait_at_gate() returns trigger language plpgsql as $$
            begin
                if new.rerun_id <> 0 then
                    perform pg_advisory_xact_lock_shared(1);
                end if;
                return new;
            end $$;
            create trigger gate before insert on activity_outcome for each row execute function wait_at_gate();
            """;

    private static final String SHUT = "select pg_advisory_lock(1)";
    private static final String OPEN = "select pg_advisory_unlock(1)";

    private static final String WAITING = """
            select application_name from pg_stat_activity
            where datname = current_database() and wait_event_type = 'Lock' and wait_event = 'advisory'
            """;

    private final Connection connection;

    private Gate(Connection connection) {
        this.connection = connection;
    }

    /** Builds it into a database with rerun's schema, and shuts it. */
    static Gate shut(DataSource database) throws SQLException {
        Gate gate = new Gate(database.getConnection());
        gate.execute(BUILD);
        gate.execute(SHUT);
        return gate;
    }

    void open() throws SQLException {
        execute(OPEN);
    }

    /** The application names of the connections that wait. */
    List<String> waiting() throws SQLException {
        List<String> names = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(WAITING)) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
