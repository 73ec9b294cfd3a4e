package dev.rerun.quickstart;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An H2 database in a directory of its own, which disappears with it. */
final class TemporaryDatabase implements ScenarioDatabase {
    private static final Logger LOG = LoggerFactory.getLogger(TemporaryDatabase.class);

    private static final String SETTINGS = ";DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0";

    private final Path directory;
    private final HikariDataSource pool = new HikariDataSource();
    private final Thread atExit = new Thread(this::delete, "delete-database");

    /** Makes the database, with a connection for each worker and a few for the host. */
    TemporaryDatabase(int workers) {
        try {
            directory = Files.createTempDirectory("rerun-quickstart");
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary directory can be made: " + e, e);
        }
        Runtime.getRuntime().addShutdownHook(atExit);
        pool.setJdbcUrl("jdbc:h2:file:" + directory.resolve("register").toAbsolutePath() + SETTINGS);
        pool.setPoolName("quickstart");
        pool.setMaximumPoolSize(workers + 4);
    }

    Path directory() {
        return directory;
    }

    @Override
    public DataSource dataSource() {
        return pool;
    }

    @Override
    public void close() {
        pool.close();
        delete();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }

    private void delete() {
        try (Stream<Path> found = Files.walk(directory)) {
            List<Path> deepestFirst = found.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("The temporary database {} could not be deleted; delete it by hand", directory, e);
        }
    }
}
