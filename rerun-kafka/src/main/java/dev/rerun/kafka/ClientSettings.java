package dev.rerun.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.GroupProtocol;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The settings of the Kafka clients: what the promises need, the host's own, and defaults. */
final class ClientSettings {
    private static final int LINGER_MILLIS = 5;
    private static final String FORMAT = "the format of messages is rerun's own; leave it out";

    /** What a setting must be, if it is given at all, and why. Empty: it may not be given. */
    private record Needed(Set<String> values, String why) {}

    private static final Map<String, Needed> NEEDED = Map.ofEntries(
            Map.entry(
                    ProducerConfig.ACKS_CONFIG,
                    new Needed(Set.of("all", "-1"), "a start commits only what all in-sync replicas hold")),
            Map.entry(
                    ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                    new Needed(Set.of("true"), "without it, a retry can change the sequence of a lane's blocks")),
            Map.entry(
                    ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                    new Needed(Set.of("false"), "a block is acknowledged after the database has committed its work")),
            Map.entry(
                    ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                    new Needed(Set.of("earliest"), "what was published before the first worker came is worked on too")),
            Map.entry(
                    ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                    new Needed(Set.of("false"), "a topic that a broker makes by itself has its partitions by chance")),
            Map.entry(
                    ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                    new Needed(
                            Set.of(),
                            "rerun uses no Kafka transactions: the run's row in the database decides what a message means;"
                                    + " leave it out")),
            Map.entry(
                    ProducerConfig.TRANSACTION_TWO_PHASE_COMMIT_ENABLE_CONFIG,
                    new Needed(
                            Set.of("false"),
                            "released clients have the setting, but no two-phase commit with a database")),
            Map.entry(
                    CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                    new Needed(Set.of(), "the brokers are given to builder(...)")),
            Map.entry(CommonClientConfigs.GROUP_ID_CONFIG, new Needed(Set.of(), "give the group with group(...)")),
            Map.entry(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, new Needed(Set.of(), FORMAT)),
            Map.entry(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, new Needed(Set.of(), FORMAT)),
            Map.entry(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, new Needed(Set.of(), FORMAT)),
            Map.entry(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, new Needed(Set.of(), FORMAT)));

    private final String bootstrapServers;
    private final Map<String, Object> given;
    private final Duration timeout;

    ClientSettings(String bootstrapServers, Map<String, Object> given, Duration timeout) {
        this.bootstrapServers = bootstrapServers;
        this.given = Map.copyOf(given);
        this.timeout = timeout;
    }

    /** Refuses a setting that would break a promise. */
    static void check(String name, Object value) {
        Needed needed = NEEDED.get(name);
        if (needed == null || needed.values().contains(value.toString().toLowerCase(Locale.ROOT))) {
            return;
        }
        String must = needed.values().isEmpty()
                ? "may not be set"
                : "must be " + needed.values().iterator().next();
        throw new IllegalArgumentException(
                "setting " + name + " = " + value + " is refused; it " + must + ": " + needed.why());
    }

    String bootstrapServers() {
        return bootstrapServers;
    }

    Duration timeout() {
        return timeout;
    }

    Map<String, Object> admin() {
        Map<String, Object> settings = of(AdminClientConfig.configNames());
        settings.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis());
        settings.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis());
        return settings;
    }

    /** Sends give up after twice the time-out, so that a start whose broker is gone does not hang. */
    Map<String, Object> producer() {
        Map<String, Object> settings = of(ProducerConfig.configNames());
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, millis());
        settings.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, LINGER_MILLIS);
        settings.putIfAbsent(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis());
        // Not less than the two together, says Kafka.
        settings.putIfAbsent(
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                millis()
                        + number(settings, ProducerConfig.LINGER_MS_CONFIG)
                        + number(settings, ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG));
        return settings;
    }

    /** How long a publication may take in all: a little longer than the producer itself should take for any message. */
    Duration publication() {
        return timeout.plusMillis(number(producer(), ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG));
    }

    /** A setting as Kafka would take it; of what is no number, Kafka itself says best that it is none. */
    private static int number(Map<String, Object> settings, String name) {
        String value = String.valueOf(settings.get(name)).strip();
        return value.matches("[0-9]{1,9}") ? Integer.parseInt(value) : 0;
    }

    Map<String, Object> consumer(String group) {
        Map<String, Object> settings = of(ConsumerConfig.configNames());
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        Object protocol = settings.getOrDefault(ConsumerConfig.GROUP_PROTOCOL_CONFIG, GroupProtocol.CLASSIC.name());
        if (protocol.toString().equalsIgnoreCase(GroupProtocol.CLASSIC.name())) {
            // What stays with a worker goes on being read while others come and go.
            settings.putIfAbsent(
                    ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        }
        return settings;
    }

    /** A client gets what it knows, and what none knows: that may be for a plug-in of the host's. */
    private Map<String, Object> of(Set<String> known) {
        Map<String, Object> settings = new HashMap<>();
        given.forEach((name, value) -> {
            if (known.contains(name) || !isKnownToAny(name)) {
                settings.put(name, value);
            }
        });
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        return settings;
    }

    private static boolean isKnownToAny(String name) {
        return ProducerConfig.configNames().contains(name)
                || ConsumerConfig.configNames().contains(name)
                || AdminClientConfig.configNames().contains(name);
    }

    private int millis() {
        return (int) timeout.toMillis();
    }
}
