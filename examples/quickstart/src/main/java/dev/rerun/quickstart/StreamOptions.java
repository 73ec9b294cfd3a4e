package dev.rerun.quickstart;

import dev.rerun.core.InProcessStream;
import dev.rerun.core.spi.ActivityStream;
import dev.rerun.kafka.KafkaStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options that say what carries the work to the workers. */
final class StreamOptions {
    /** At most so many processes work at the same time. */
    private static final int PARTITIONS = 8;

    private static final int REPLICAS = 1;
    private static final int SESSION_TIMEOUT_MILLIS = 6_000;
    private static final int HEARTBEAT_MILLIS = 500;

    @Option(
            names = "--kafka",
            paramLabel = "HOST:PORT[,HOST:PORT]",
            converter = BrokersConverter.class,
            description =
                    "some brokers of the Kafka cluster through which the rerun goes (default: none; workers take theirs"
                            + " straight from the database)")
    private @Nullable String brokers;

    @Option(
            names = "--topic",
            paramLabel = "NAME",
            description = "the topic there, made with " + PARTITIONS
                    + " partitions if it is missing; each database needs one of its own (default: "
                    + KafkaStream.Builder.DEFAULT_TOPIC + ")")
    private @Nullable String topic;

    /** A stream for an engine, which closes it. */
    ActivityStream stream(CommandLine line) {
        if (brokers != null) {
            return kafka(line, brokers);
        }
        if (topic != null) {
            throw new ParameterException(
                    line, "--topic '" + topic + "' belongs to --kafka, which is not given; give both or none");
        }
        return new InProcessStream();
    }

    /**
     * By default the group misses a killed worker after 45 seconds, and until then nobody works on its partitions; and
     * workers hear that another has come, and give partitions up, with their next heartbeat, after 3 seconds. Here workers
     * come and are killed for show, so both are short, the first as short as brokers allow. In production a long pause is
     * likelier than a death, and the defaults are better.
     */
    private KafkaStream kafka(CommandLine line, String servers) {
        KafkaStream.Builder builder = KafkaStream.builder(servers)
                .createTopic(PARTITIONS, REPLICAS)
                .setting("session.timeout.ms", SESSION_TIMEOUT_MILLIS)
                .setting("heartbeat.interval.ms", HEARTBEAT_MILLIS);
        try {
            return topic == null ? builder.build() : builder.topic(topic).build();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(line, "Invalid value for option '--topic': " + e.getMessage(), e);
        }
    }
}
