package dev.rerun.servers;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server on a free port of the loopback interface, in a directory of its own. Closing it, or the end of this
 * process, stops it and deletes the directory.
 */
public final class PostgresServer implements AutoCloseable {
    static final String USER = "postgres";

    private static final String READY = "database system is ready to accept connections";

    private static @Nullable PostgresServer shared;

    private final AtomicInteger databases = new AtomicInteger();
    private final Set<String> templates = ConcurrentHashMap.newKeySet();
    private final Path binaries;
    private final Path directory;
    private final boolean fsync;
    private final boolean autovacuum;
    private final int port;
    private final Thread atExit = new Thread(this::stop, "stops PostgreSQL");
    private ServerProcess process;

    private PostgresServer(boolean fsync, boolean autovacuum) {
        this.fsync = fsync;
        this.autovacuum = autovacuum;
        binaries = PostgresBinaries.directory();
        directory = Directories.create("postgresql-data");
        port = Ports.free();
        try {
            Path data = directory.resolve("data");
            ServerProcess.run(List.of("mkdir", data.toString()));
            Unprivileged.give(data);
            ServerProcess.run(Unprivileged.command(List.of(
                    program("initdb"),
                    "--no-sync",
                    "--auth=trust",
                    "--username=" + USER,
                    "--encoding=UTF8",
                    "--no-locale",
                    "--pgdata=" + data)));
            process = startProcess();
        } catch (RuntimeException e) {
            Directories.delete(directory);
            throw e;
        }
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** Starts a server that keeps what is committed through a loss of power, as in production. */
    public static PostgresServer start() {
        return new PostgresServer(true, true);
    }

    /** Starts a server that keeps what is committed through the end of its process, but not through a loss of power. */
    public static PostgresServer startWithoutFsync() {
        return new PostgresServer(false, true);
    }

    /**
     * The server for all tests of this process, without fsync; do not close or kill it. It gathers no statistics by itself, so that
     * plans do not depend on the moment.
     */
    public static PostgresServer shared() {
        synchronized (PostgresServer.class) {
            if (shared == null) {
                shared = new PostgresServer(false, false);
            }
            return shared;
        }
    }

    /** A new, empty database. */
    public PostgresDatabase database() {
        return databaseLike("template1");
    }

    /** A new database with what a filler writes; the filler is called once for each template's name and server. */
    public synchronized PostgresDatabase database(String template, Consumer<DataSource> filler) {
        if (!templates.contains(template)) {
            execute("create database " + template);
            filler.accept(new PostgresDatabase(this, template).source());
            templates.add(template);
        }
        return databaseLike(template);
    }

    private PostgresDatabase databaseLike(String template) {
        String name = "test_" + databases.incrementAndGet();
        execute("create database " + name + " template " + template);
        return new PostgresDatabase(this, name);
    }

    /** Ends all processes of the server at once. */
    public synchronized void kill() {
        process.kill();
    }

    /** Starts the server again after {@link #kill}, at the same port. */
    public synchronized void restart() {
        process.kill();
        process = startProcess();
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        stop();
    }

    int port() {
        return port;
    }

    void execute(String sql) {
        try (Connection connection =
                        new PostgresDatabase(this, "postgres").source().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private synchronized void stop() {
        process.stop("QUIT");
        Directories.delete(directory);
    }

    private ServerProcess startProcess() {
        List<String> command = new ArrayList<>(
                List.of(program("postgres"), "-D", directory.resolve("data").toString()));
        for (String setting : List.of(
                "port=" + port,
                "listen_addresses=127.0.0.1",
                "unix_socket_directories=",
                "max_connections=200",
                "lc_messages=C",
                "logging_collector=off",
                "log_min_messages=log",
                "log_min_error_statement=panic",
                "autovacuum=" + autovacuum,
                "fsync=" + fsync,
                "full_page_writes=" + fsync)) {
            command.add("-c");
            command.add(setting);
        }
        return ServerProcess.start(Unprivileged.command(command), READY);
    }

    private String program(String name) {
        return binaries.resolve("bin").resolve(name).toString();
    }
}
