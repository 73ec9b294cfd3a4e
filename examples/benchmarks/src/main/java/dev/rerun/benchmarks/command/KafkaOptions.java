package dev.rerun.benchmarks.command;

import dev.rerun.benchmarks.server.BenchmarkBroker;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The option that says which Kafka is measured. */
public final class KafkaOptions {
    private static final String BROKER = "[^:,\\s]+:[0-9]{1,5}";

    @Option(
            names = "--kafka",
            paramLabel = "HOST:PORT",
            description =
                    "a Kafka that asks for no password, through any broker of it, or several with commas between; the"
                            + " benchmark makes topics of its own there and deletes them (default: a broker of its own)")
    private @Nullable String brokers;

    public void check(CommandLine line) {
        if (brokers != null && !brokers.matches(BROKER + "(," + BROKER + ")*")) {
            throw new ParameterException(
                    line,
                    "Invalid value for option '--kafka': '" + brokers
                            + "' names no broker; give one such as localhost:9092");
        }
    }

    /** Opens what is right. */
    public BenchmarkBroker open() {
        return brokers == null ? BenchmarkBroker.embedded() : BenchmarkBroker.given(brokers);
    }
}
