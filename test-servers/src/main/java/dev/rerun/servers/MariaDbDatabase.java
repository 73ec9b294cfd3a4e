package dev.rerun.servers;

import java.sql.SQLException;
import javax.sql.DataSource;
import org.mariadb.jdbc.MariaDbDataSource;

/** A database of a {@link MariaDbServer}. Closing it drops it. */
public final class MariaDbDatabase implements AutoCloseable {
    private final MariaDbServer server;
    private final String name;

    MariaDbDatabase(MariaDbServer server, String name) {
        this.server = server;
        this.name = name;
    }

    /** Where the database is, for the user that {@link #user} names, without a password. */
    public String url() {
        return "jdbc:mariadb://127.0.0.1:" + server.port() + "/" + name;
    }

    /** A user who may do everything. */
    public String user() {
        return MariaDbServer.USER;
    }

    /** A new connection each time. */
    public DataSource source() {
        return source("");
    }

    /** A new connection each time, with options of the driver, as in {@code ?option=value}. */
    public DataSource source(String options) {
        return source(options, user());
    }

    /** A new connection each time, of another user, who has no password. */
    public DataSource sourceAs(String name) {
        return source("", name);
    }

    private DataSource source(String options, String name) {
        try {
            MariaDbDataSource source = new MariaDbDataSource(url() + options);
            source.setUser(name);
            return source;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.execute("drop database if exists " + name);
    }
}
