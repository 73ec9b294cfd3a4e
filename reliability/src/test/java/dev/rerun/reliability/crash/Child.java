package dev.rerun.reliability.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A process that was killed, or survived.
 *
 * @param killed whether it was killed
 * @param steps the steps that it took
 */
record Child(boolean killed, List<String> steps) {
    /** None at all. */
    static final Child NONE = new Child(false, List.of());

    private static final int EXIT_AFTER_SIGKILL = 128 + 9;
    private static final long PATIENCE_SECONDS = 300;

    /** Runs a process until it is killed, or to its end. */
    static Child run(Orders orders) {
        try {
            Path out = Files.createTempFile("killed", ".out");
            try {
                return run(command(orders), out);
            } finally {
                Files.delete(out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Child run(List<String> command, Path out) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        int exit;
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the process still runs: " + Files.readString(out));
            }
            exit = process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a process ran", e);
        } finally {
            process.destroyForcibly();
        }
        List<String> lines = Files.readAllLines(out);
        if (exit != 0 && exit != EXIT_AFTER_SIGKILL) {
            throw new IllegalStateException("the process ended with " + exit + ": " + String.join("\n", lines));
        }
        List<String> steps = lines.stream()
                .filter(line -> line.startsWith(Steps.SAID))
                .map(line -> line.substring(Steps.SAID.length()))
                .toList();
        return new Child(exit != 0, steps);
    }

    private static List<String> command(Orders orders) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                KilledProcess.class.getName()));
        command.addAll(orders.arguments());
        return command;
    }
}
