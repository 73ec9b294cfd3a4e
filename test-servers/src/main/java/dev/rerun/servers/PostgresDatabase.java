package dev.rerun.servers;

import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A database of a {@link PostgresServer}. Closing it drops it, with all connections to it. */
public final class PostgresDatabase implements AutoCloseable {
    private final PostgresServer server;
    private final String name;

    PostgresDatabase(PostgresServer server, String name) {
        this.server = server;
        this.name = name;
    }

    /** Where the database is, for the user that {@link #user} names, without a password. */
    public String url() {
        return url(server.port());
    }

    /** The same through a proxy that {@link #proxy} opened, for this database or another one of the server. */
    public String urlThrough(TcpProxy proxy) {
        return url(proxy.port());
    }

    private String url(int port) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + name;
    }

    /** A new proxy of the server, which whoever asks for it closes. */
    public TcpProxy proxy() {
        return TcpProxy.to(server.port());
    }

    /** A user who may do everything. */
    public String user() {
        return PostgresServer.USER;
    }

    /** A new connection each time. */
    public DataSource source() {
        return sourceAs(user());
    }

    /** A new connection each time, of a role that may log in. */
    public DataSource sourceAs(String role) {
        return source(url(), role);
    }

    /** A new connection each time through a proxy, with parameters of the driver as they stand in a URL, such as {@code socketTimeout=2}. */
    public DataSource sourceThrough(TcpProxy proxy, String parameters) {
        return source(urlThrough(proxy) + "?" + parameters, user());
    }

    private static DataSource source(String url, String role) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL(url);
        source.setUser(role);
        return source;
    }

    @Override
    public void close() {
        server.execute("drop database if exists " + name + " with (force)");
    }
}
