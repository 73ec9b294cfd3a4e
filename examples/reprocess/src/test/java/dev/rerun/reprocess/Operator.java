package dev.rerun.reprocess;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.servers.PostgresDatabase;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import picocli.CommandLine;

/** Who types the commands, with a configuration, and reads what they write. */
final class Operator {
    private final Path directory;
    private final Path config;
    private final Map<String, String> environment = new HashMap<>(
            Map.of("CLIENT_ID", RegistrationProcessor.CLIENT, "CLIENT_SECRET", RegistrationProcessor.SECRET));
    private final StopSignal stop = new StopSignal();
    private String written;
    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();

    Operator(Path directory, PostgresDatabase database, String server) {
        this.directory = directory;
        this.config = directory.resolve("reprocess.yaml");
        written = """
                server:
                  url: %s
                  client-id: ${CLIENT_ID}
                  client-secret: ${CLIENT_SECRET}
                  connect-timeout: 2s
                  request-timeout: 2s
                  tries: 3
                database:
                  url: %s
                  user: %s
                limit: 1000
                delay: 0
                log: %s
                """.formatted(server, database.url(), database.user(), log());
        write();
    }

    /** Changes the configuration. */
    void configure(String one, String other) {
        assertThat(written).contains(one);
        written = written.replace(one, other);
        write();
    }

    /** Adds to the configuration. */
    void configure(String more) {
        written += more;
        write();
    }

    private void write() {
        try {
            Files.writeString(config, written);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void set(String variable, String value) {
        environment.put(variable, value);
    }

    void unset(String variable) {
        environment.remove(variable);
    }

    /** Writes a file of registrations. */
    Path file(String... lines) {
        try {
            return Files.write(directory.resolve("registrations.txt"), List.of(lines));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the exit status; what is written replaces what the command before wrote. */
    int types(String... args) {
        return run(stop, List.of(args));
    }

    /** Types a command that another thread runs. */
    CompletableFuture<Integer> begins(StopSignal signal, String... args) {
        return CompletableFuture.supplyAsync(
                () -> run(signal, List.of(args)), task -> new Thread(task, "reprocess").start());
    }

    private int run(StopSignal signal, List<String> args) {
        out = new StringWriter();
        err = new StringWriter();
        CommandLine command = Reprocess.commandLine(environment, signal);
        command.setOut(new PrintWriter(out));
        command.setErr(new PrintWriter(err));
        return command.execute(Stream.concat(args.stream(), Stream.of("--config", config.toString()))
                .toArray(String[]::new));
    }

    /** Starts a process of its own for a command, as an operator does. */
    Process starts(Path output, String... args) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-Dlogback.configurationFile=logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                Reprocess.class.getName(),
                "--config",
                config.toString()));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String reads() {
        return out.toString();
    }

    String errors() {
        return err.toString();
    }

    Path log() {
        return directory.resolve("packets.log");
    }

    List<String> logged() {
        try {
            return Files.readAllLines(log());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
