package dev.rerun.reliability.harbour;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Databases in files, each a copy of another one's, which one process at a time can open. What is committed is written at once, and not,
 * as H2 does by itself, within half a second.
 */
final class H2Databases implements HarbourDatabases {
    private static final String USER = "sa";
    private static final String FILE = ".mv.db";

    private final Consumer<DataSource> filler;
    private final AtomicInteger copies = new AtomicInteger();
    private @Nullable Path template;

    H2Databases(Consumer<DataSource> filler) {
        this.filler = filler;
    }

    @Override
    public HarbourDatabase open() {
        try {
            Path from = template();
            Path copy = from.resolveSibling("copy-" + copies.incrementAndGet());
            Files.copy(file(from), file(copy));
            return new HarbourDatabase(url(copy), USER, () -> shutDown(copy), () -> delete(copy));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized Path template() throws IOException {
        if (template == null) {
            Path directory = Files.createTempDirectory(Path.of("target"), "h2-").toAbsolutePath();
            Path filled = directory.resolve("template");
            filler.accept(DatabaseKind.source(url(filled), USER));
            shutDown(filled);
            template = filled;
        }
        return template;
    }

    private static String url(Path database) {
        return "jdbc:h2:file:" + database + ";DB_CLOSE_DELAY=-1;WRITE_DELAY=0";
    }

    private static Path file(Path database) {
        return database.resolveSibling(database.getFileName() + FILE);
    }

    private static void shutDown(Path database) {
        Rows.update(DatabaseKind.source(url(database), USER), "shutdown");
    }

    private static void delete(Path database) {
        shutDown(database);
        try {
            Files.delete(file(database));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
