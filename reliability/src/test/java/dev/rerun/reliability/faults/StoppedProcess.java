package dev.rerun.reliability.faults;

import dev.rerun.servers.PostgresDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A process with an engine, as those see it who stop it with SIGSTOP and let it go on with SIGCONT. */
final class StoppedProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;
    private final List<String> lines = new ArrayList<>();

    private StoppedProcess(List<String> command) {
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        output = process.inputReader();
    }

    /** Returns when its engine is there. */
    static StoppedProcess start(PostgresDatabase database, StoppingPoint point, String brokers, String topic) {
        StoppedProcess started = new StoppedProcess(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                StoppedProgram.class.getName(),
                database.url(),
                database.user(),
                point.name(),
                brokers,
                topic));
        try {
            started.read(StoppedProgram.READY);
        } catch (RuntimeException e) {
            started.close();
            throw e;
        }
        return started;
    }

    /** Stops it when it has come to its point. */
    void stopThere() {
        read(StoppedProgram.THERE);
        signal("STOP");
    }

    /** Lets it leave its point, and waits for its end, which must be a good one. */
    void goOn() {
        try {
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
            signal("CONT");
            read(null);
            if (!process.waitFor(Operator.LONG.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException("the process came to no good end: " + String.join("\n", lines));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void signal(String signal) {
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads up to a line; to the end if there is none given. */
    private void read(@Nullable String last) {
        try {
            String line = output.readLine();
            while (line != null && !line.equals(last)) {
                lines.add(line);
                line = output.readLine();
            }
            if (line == null && last != null) {
                throw new IllegalStateException("the process ended: " + String.join("\n", lines));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
