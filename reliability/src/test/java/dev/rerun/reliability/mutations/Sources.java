package dev.rerun.reliability.mutations;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.stream.Stream;

/** A copy of the project, with what was compiled already, in a directory of its own. */
record Sources(Path root) implements AutoCloseable {
    private static final Set<String> LEFT_OUT = Set.of(".git", "surefire-reports", "pit-reports", "it");

    /** The project that this test belongs to; tests run in their module's directory. */
    static Path project() {
        return Path.of("").toAbsolutePath().resolve("..").normalize();
    }

    static Sources copyOf(Path project) throws IOException {
        Path root = Files.createTempDirectory("rerun-mutations");
        Files.walkFileTree(project, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                if (LEFT_OUT.contains(directory.getFileName().toString())) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(root.resolve(project.relativize(directory)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                // With their times, so that only what is changed is compiled.
                Files.copy(file, root.resolve(project.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
                return FileVisitResult.CONTINUE;
            }
        });
        return new Sources(root);
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.sorted((one, other) -> other.compareTo(one)).toList()) {
                Files.delete(path);
            }
        }
    }
}
