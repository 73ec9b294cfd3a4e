package dev.rerun.benchmarks.server;

import dev.rerun.servers.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** The PostgreSQL server that is measured, and the databases that the benchmark makes there. Closing it drops them. */
public final class BenchmarkServer implements AutoCloseable {
    private static final List<String> SETTINGS = List.of(
            "shared_buffers", "work_mem", "max_wal_size", "fsync", "synchronous_commit", "full_page_writes", "jit");

    /** From 15 on the server would write a copy through its log, which is slow for large databases. */
    private static final int HAS_COPY_STRATEGIES = 15;

    private final String url;
    private final @Nullable String user;
    private final @Nullable String password;
    private final @Nullable PostgresServer own;
    private final String prefix =
            "rerun_benchmark_" + UUID.randomUUID().toString().substring(0, 8) + "_";
    private final List<String> databases = new ArrayList<>();

    private BenchmarkServer(
            String url, @Nullable String user, @Nullable String password, @Nullable PostgresServer own) {
        this.url = url;
        this.user = user;
        this.password = password;
        this.own = own;
    }

    /** A server of its own that loses nothing which is committed. */
    @SuppressWarnings("MustBeClosed") // with this server
    public static BenchmarkServer embedded() {
        PostgresServer server = PostgresServer.start();
        var database = server.database();
        return new BenchmarkServer(database.url(), database.user(), null, server);
    }

    public static BenchmarkServer given(String url, @Nullable String user, @Nullable String password) {
        return new BenchmarkServer(url, user, password, null);
    }

    /** Makes an empty database. */
    public PGSimpleDataSource create(String name) throws SQLException {
        return create(name, "template template0");
    }

    /** Makes a database that equals another of {@link #create}, to which nobody is connected. */
    public PGSimpleDataSource copy(String template, String name) throws SQLException {
        String strategy = version() >= HAS_COPY_STRATEGIES ? " strategy file_copy" : "";
        return create(name, "template " + prefix + template + strategy);
    }

    private PGSimpleDataSource create(String name, String how) throws SQLException {
        execute("create database " + prefix + name + " " + how);
        databases.add(name);
        return source(prefix + name);
    }

    public void drop(String name) throws SQLException {
        execute("drop database if exists " + prefix + name + " with (force)");
        databases.remove(name);
    }

    /** Writes all that is pending to disk, so that what is measured next does not pay for what went before. */
    public void settle() throws SQLException {
        execute("checkpoint");
    }

    /** The server's version, and its settings that matter. */
    public List<String> description() throws SQLException {
        List<String> lines = new ArrayList<>();
        lines.add(show("server_version"));
        for (String setting : SETTINGS) {
            lines.add(setting + " " + show(setting));
        }
        return lines;
    }

    private int version() throws SQLException {
        return Integer.parseInt(show("server_version_num")) / 10_000;
    }

    private String show(String setting) throws SQLException {
        try (Connection connection = source(null).getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("show " + setting)) {
            result.next();
            return result.getString(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = source(null).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private PGSimpleDataSource source(@Nullable String database) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL(url);
        if (database != null) {
            source.setDatabaseName(database);
        }
        if (user != null) {
            source.setUser(user);
        }
        if (password != null) {
            source.setPassword(password);
        }
        return source;
    }

    @Override
    public void close() throws SQLException {
        if (own != null) {
            own.close();
            return;
        }
        for (String name : List.copyOf(databases)) {
            drop(name);
        }
    }
}
