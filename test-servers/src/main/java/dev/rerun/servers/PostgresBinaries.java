package dev.rerun.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Assumptions;
import org.tukaani.xz.XZInputStream;

/** The programs of PostgreSQL, unpacked once for each version and user of this machine. */
final class PostgresBinaries {
    private PostgresBinaries() {}

    /** The directory of the unpacked programs. Aborts the test, so that it counts as skipped, if there are none. */
    static Path directory() {
        String archive = "/postgres-" + platform() + ".txz";
        try (InputStream packed = PostgresBinaries.class.getResourceAsStream(archive)) {
            if (packed == null) {
                String message = "SKIPPED: no PostgreSQL for this platform (" + archive
                        + " is not on the class path), so nothing was tested on PostgreSQL";
                System.err.println(message);
                return Assumptions.abort(message);
            }
            Path directory = Directories.kept("postgresql-" + version());
            return Files.exists(directory) ? directory : unpack(packed, directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path unpack(InputStream packed, Path directory) throws IOException {
        Path unpacked = Directories.create("unpacking");
        Process tar = new ProcessBuilder("tar", "-x", "-C", unpacked.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (OutputStream files = tar.getOutputStream()) {
            new XZInputStream(packed).transferTo(files);
        }
        if (tar.onExit().join().exitValue() != 0) {
            Directories.delete(unpacked);
            throw new IOException("tar could not unpack PostgreSQL into " + unpacked);
        }
        try {
            return Files.move(unpacked, directory);
        } catch (IOException e) {
            // Another process was faster; its files are the same.
            Directories.delete(unpacked);
            if (Files.exists(directory)) {
                return directory;
            }
            throw e;
        }
    }

    private static String platform() {
        String system = System.getProperty("os.name").equals("Linux") ? "linux" : "none";
        String processor = System.getProperty("os.arch");
        return system + "-" + (processor.equals("amd64") ? "x86_64" : processor);
    }

    private static String version() throws IOException {
        Properties versions = new Properties();
        try (InputStream file = PostgresBinaries.class.getResourceAsStream("versions.properties")) {
            versions.load(file);
        }
        return versions.getProperty("postgresql");
    }
}
