package dev.rerun.reliability.mutations;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Builds a copy of the project, offline, with the Maven that runs this test or the one on the path. */
record Maven(Path root) {
    private static final List<String> ALWAYS = List.of(
            "-o",
            "-B",
            // The file that was changed is compiled, and not all that could depend on it: no signature changes.
            "-Dmaven.compiler.useIncrementalCompilation=false",
            "-Dspotless.check.skip",
            "-Denforcer.skip",
            "-Dsurefire.failIfNoSpecifiedTests=false",
            // Where a lock is missing, a test may wait for ever.
            "-Dsurefire.timeout=900",
            "-am");

    private static String command() {
        String home = System.getProperty("maven.home", "");
        return home.isEmpty() ? "mvn" : Path.of(home, "bin", "mvn").toString();
    }

    private Path log() {
        return root.resolve("mutation.log");
    }

    /** What the last build said. */
    String said() throws IOException {
        return Files.readString(log());
    }

    /** Whether all of some tests of a module pass. */
    boolean passes(String module, Collection<Catcher> tests) throws IOException, InterruptedException {
        String patterns = tests.stream().map(Catcher::pattern).distinct().collect(Collectors.joining(","));
        List<String> command = new ArrayList<>(List.of(command(), "test", "-pl", module, "-Dtest=" + patterns));
        command.addAll(ALWAYS);
        return new ProcessBuilder(command)
                        .directory(root.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log().toFile())
                        .start()
                        .waitFor()
                == 0;
    }
}
