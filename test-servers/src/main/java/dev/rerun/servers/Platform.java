package dev.rerun.servers;

import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** What this machine is, for programs that are built for some machines only. */
final class Platform {
    private Platform() {}

    /** System and processor, as in {@code linux-x86_64}. */
    static String name() {
        String system = System.getProperty("os.name").equals("Linux") ? "linux" : "none";
        String processor = System.getProperty("os.arch");
        return system + "-" + (processor.equals("amd64") ? "x86_64" : processor);
    }

    /** In place of a server's directory: aborts the test, so that it counts as skipped, and says so aloud. */
    static Path without(String server, String missing) {
        String message = "SKIPPED: no " + server + " for this platform (" + missing
                + " is not on the class path), so nothing was tested on " + server;
        System.err.println(message);
        return Assumptions.abort(message);
    }
}
