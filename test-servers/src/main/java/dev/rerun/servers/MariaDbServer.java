package dev.rerun.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A MariaDB server on a free port of the loopback interface, in a directory of its own. Closing it, or the end of this
 * process, stops it and deletes the directory. Its settings are MariaDB's own, so that a schema which needs others has to
 * say so.
 */
public final class MariaDbServer implements AutoCloseable {
    static final String USER = "root";

    private static final String READY = "ready for connections";

    private static @Nullable MariaDbServer shared;

    private final AtomicInteger databases = new AtomicInteger();
    private final Path binaries;
    private final Path directory;
    private final boolean durable;
    private final int port;
    private final Thread atExit = new Thread(this::stop, "stops MariaDB");
    private ServerProcess process;

    private MariaDbServer(boolean durable) {
        this.durable = durable;
        binaries = MariaDbBinaries.directory();
        directory = Directories.create("mariadb-data");
        port = Ports.free();
        try {
            ServerProcess.run(
                    command("--bootstrap", "--debug-no-sync", "--innodb-flush-method=nosync"), systemTables());
            process = startProcess();
        } catch (RuntimeException e) {
            Directories.delete(directory);
            throw e;
        }
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** Starts a server that keeps what is committed through a loss of power, as in production. */
    public static MariaDbServer start() {
        return new MariaDbServer(true);
    }

    /** Starts a server that keeps what is committed through the end of its process, but not through a loss of power. */
    public static MariaDbServer startWithoutFsync() {
        return new MariaDbServer(false);
    }

    /** The server for all tests of this process, without fsync; do not close or kill it. */
    public static MariaDbServer shared() {
        synchronized (MariaDbServer.class) {
            if (shared == null) {
                shared = startWithoutFsync();
            }
            return shared;
        }
    }

    /** A new, empty database. */
    public MariaDbDatabase database() {
        String name = "test_" + databases.incrementAndGet();
        execute("create database " + name);
        return new MariaDbDatabase(this, name);
    }

    /** A new database with what a filler writes. */
    public MariaDbDatabase database(Consumer<DataSource> filler) {
        MariaDbDatabase database = database();
        filler.accept(database.source());
        return database;
    }

    /** Ends the server at once. */
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
        try (Connection connection = new MariaDbDatabase(this, "mysql").source().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private synchronized void stop() {
        process.stop("TERM");
        Directories.delete(directory);
    }

    private ServerProcess startProcess() {
        List<String> command = command(
                "--port=" + port,
                "--bind-address=127.0.0.1",
                "--socket=" + directory.resolve("socket"),
                "--skip-name-resolve",
                "--skip-ssl",
                "--max-connections=200");
        if (!durable) {
            command.addAll(
                    List.of("--innodb-flush-log-at-trx-commit=2", "--innodb-flush-method=nosync", "--debug-no-sync"));
        }
        return ServerProcess.start(command, READY);
    }

    /** Named the user, the server runs as root too. */
    private List<String> command(String... options) {
        List<String> command = new ArrayList<>(List.of(
                binaries.resolve(MariaDbBinaries.SERVER).toString(),
                "--no-defaults",
                "--user=" + System.getProperty("user.name"),
                "--basedir=" + binaries,
                "--datadir=" + directory.resolve("data")));
        command.addAll(List.of(options));
        return command;
    }

    /** The statements that make the tables of users and rights, in a file. */
    private Path systemTables() {
        try {
            Files.createDirectory(directory.resolve("data"));
            return Files.writeString(
                    directory.resolve("system-tables.sql"),
                    "create database mysql;\nuse mysql;\n"
                            + Files.readString(binaries.resolve(MariaDbBinaries.SYSTEM_TABLES))
                            + Files.readString(binaries.resolve(MariaDbBinaries.SYSTEM_ROWS)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
