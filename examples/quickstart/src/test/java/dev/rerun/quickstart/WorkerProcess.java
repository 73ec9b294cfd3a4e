package dev.rerun.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A worker of the quickstart in a small process of its own, which closing ends by force. */
final class WorkerProcess implements AutoCloseable {
    private static final Duration LONGEST_START = Duration.ofSeconds(60);

    private final Process process;
    private final Path out;
    private final Path err;

    private WorkerProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** Starts a process with options beside {@code --worker}; what it writes goes to a directory. */
    static WorkerProcess start(Path directory, List<String> options) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dlogback.configurationFile=logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                Quickstart.class.getName(),
                "--worker"));
        command.addAll(options);
        try {
            Path out = Files.createTempFile(directory, "worker", ".out");
            Path err = Files.createTempFile(directory, "worker", ".err");
            Process process = new ProcessBuilder(command)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            return new WorkerProcess(process, out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it says that it works. */
    WorkerProcess awaitReady() {
        await().atMost(LONGEST_START)
                .failFast(() -> assertThat(process.isAlive()).as(log()).isTrue())
                .until(() -> Files.readString(out), said -> said.startsWith("worker ready"));
        return this;
    }

    /** What it has logged. */
    String log() {
        try {
            return Files.readString(err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it at once. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Asks it to end, as ctrl-C or an operating system does, and returns its exit status. */
    int stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(LONGEST_START.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("it still runs: " + log());
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        kill();
    }
}
