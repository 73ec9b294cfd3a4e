package dev.rerun.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** The servers' directories, all under the system's one for temporary files. */
final class Directories {
    private static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"));

    private Directories() {}

    /** A directory to keep, by a name that says whose it is and what is in it. It may not exist yet. */
    static Path kept(String content) {
        return TEMPORARY.resolve("rerun-" + System.getProperty("user.name") + "-" + content);
    }

    /** A new directory, into which a server may look that runs as another user. */
    static Path create(String prefix) {
        try {
            Path directory = Files.createTempDirectory(TEMPORARY, "rerun-" + prefix + "-");
            return Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Keeps a directory that was created here under a name of {@link #kept}. */
    static Path keep(Path created, Path kept) throws IOException {
        try {
            return Files.move(created, kept);
        } catch (IOException e) {
            // Another process was faster; its files are the same.
            delete(created);
            if (Files.exists(kept)) {
                return kept;
            }
            throw e;
        }
    }

    /** Deletes a directory with all that is in it, also while a dying process still deletes files of its own. */
    static void delete(Path directory) {
        try {
            Files.walkFileTree(directory, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                    if (failure instanceof NoSuchFileException) {
                        return FileVisitResult.CONTINUE;
                    }
                    throw failure;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
                        throws IOException {
                    if (failure != null) {
                        throw failure;
                    }
                    Files.deleteIfExists(visited);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
