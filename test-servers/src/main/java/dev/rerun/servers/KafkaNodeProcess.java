package dev.rerun.servers;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A node of a {@link KafkaCluster} as the cluster sees it: a process that comes and goes, and files that stay. */
final class KafkaNodeProcess {
    private final List<String> command;
    private @Nullable ServerProcess process;

    KafkaNodeProcess(Properties settings, Path file, String cluster) {
        try (Writer writer = Files.newBufferedWriter(file)) {
            settings.store(writer, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dlogback.configurationFile=dev/rerun/servers/kafka-node-logback.xml",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-cp",
                classPath(),
                KafkaNode.class.getName(),
                file.toString(),
                cluster);
    }

    /** Starts the process, after its end by force if it runs, and waits until it takes requests. */
    synchronized void start() {
        kill();
        process = ServerProcess.start(command, KafkaNode.READY);
    }

    synchronized void kill() {
        if (process != null) {
            process.kill();
        }
    }

    synchronized void stop() {
        running().stop("TERM");
    }

    synchronized void suspend() {
        running().signal("STOP");
    }

    synchronized void resume() {
        running().signal("CONT");
    }

    private ServerProcess running() {
        return Objects.requireNonNull(process, "the node was never started");
    }

    /** That of this process; what it has on its module path, the node has on its class path. */
    private static String classPath() {
        return Stream.of("java.class.path", "jdk.module.path")
                .map(property -> System.getProperty(property, ""))
                .filter(path -> !path.isEmpty())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
