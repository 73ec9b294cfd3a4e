package dev.rerun.reprocess;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A database, a server, and an operator, anew for each test. */
final class Scene implements AfterEachCallback {
    private final Path directory;
    private final Registrations registrations;
    private final RegistrationProcessor server;
    private final Operator operator;

    Scene() {
        try {
            directory = Files.createTempDirectory("reprocess");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        registrations = new Registrations();
        server = new RegistrationProcessor();
        operator = new Operator(directory, registrations.database(), server.url());
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        server.close();
        registrations.close();
        List<Path> files;
        try (var all = Files.walk(directory)) {
            files = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }

    Path directory() {
        return directory;
    }

    Registrations registrations() {
        return registrations;
    }

    RegistrationProcessor server() {
        return server;
    }

    Operator operator() {
        return operator;
    }
}
