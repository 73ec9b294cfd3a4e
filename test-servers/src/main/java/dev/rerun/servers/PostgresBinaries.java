package dev.rerun.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tukaani.xz.XZInputStream;

/** The programs of PostgreSQL, unpacked once for each version and user of this machine. */
final class PostgresBinaries {
    private PostgresBinaries() {}

    /** The directory of the unpacked programs. Aborts the test, so that it counts as skipped, if there are none. */
    static Path directory() {
        String archive = "/postgres-" + Platform.name() + ".txz";
        try (InputStream packed = PostgresBinaries.class.getResourceAsStream(archive)) {
            if (packed == null) {
                return Platform.without("PostgreSQL", archive);
            }
            Path directory = Directories.kept("postgresql-" + Versions.of("postgresql"));
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
        return Directories.keep(unpacked, directory);
    }
}
