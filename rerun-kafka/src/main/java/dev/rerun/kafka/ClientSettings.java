package dev.rerun.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.GroupProtocol;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The settings of the Kafka clients: what the promises need, the host's own, and defaults. */
final class ClientSettings {
    private static final int LINGER_MILLIS = 5;
    private static final String FORMAT = "the format of messages is rerun's own; leave it out";

    /** What a setting must be, if it is given at all, and why. Empty: it may not be given. */
    private record Needed(List<String> values, String why) {}

    private static final Map<String, Needed> NEEDED = Map.ofEntries(
            Map.entry(
                    ProducerConfig.ACKS_CONFIG,
                    new Needed(List.of("all", "-1"), "a start commits only what all in-sync replicas hold")),
            Map.entry(
                    ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                    new Needed(List.of("true"), "without it, a retry can change the sequence of a lane's blocks")),
            Map.entry(
                    ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                    new Needed(List.of("false"), "a block is acknowledged after the database has committed its work")),
            Map.entry(
                    ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                    new Needed(
                            List.of("earliest"), "what was published before the first worker came is worked on too")),
            Map.entry(
                    ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                    new Needed(List.of("false"), "a topic that a broker makes by itself has its partitions by chance")),
            Map.entry(
                    ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                    new Needed(
                            List.of(),
                            "rerun uses no Kafka transactions: the run's row in the database decides what a message means;"
                                    + " leave it out")),
            Map.entry(
                    ProducerConfig.TRANSACTION_TWO_PHASE_COMMIT_ENABLE_CONFIG,
                    new Needed(
                            List.of("false"),
                            "released clients have the setting, but no two-phase commit with a database")),
            Map.entry(
                    CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                    new Needed(List.of(), "the brokers are given to builder(...)")),
            Map.entry(CommonClientConfigs.GROUP_ID_CONFIG, new Needed(List.of(), "give the group with group(...)")),
            Map.entry(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, new Needed(List.of(), FORMAT)),
            Map.entry(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, new Needed(List.of(), FORMAT)),
            Map.entry(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, new Needed(List.of(), FORMAT)),
            Map.entry(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, new Needed(List.of(), FORMAT)));

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
                : "must be " + needed.values().get(0);
        throw new IllegalArgumentException(
                "setting " + name + " = " + value + " is refused; it " + must + ": " + needed.why());
    }

    /** Refuses values that a client would refuse when it is made, perhaps in the middle of a start. */
    void check(String group) {
        try {
            ProducerConfig.configDef().parse(producer());
            ConsumerConfig.configDef().parse(consumer(group));
            AdminClientConfig.configDef().parse(admin());
        } catch (ConfigException e) {
            throw new IllegalArgumentException(
                    "a setting cannot be used (" + e.getMessage() + "); correct it, or leave it out", e);
        }
    }

    String bootstrapServers() {
        return bootstrapServers;
    }

    Duration timeout() {
        return timeout;
    }

    Map<String, Object> admin() {
        Map<String, Object> settings = of(AdminClientConfig.configNames());
        // A call takes no less than a request of it, says Kafka, whichever of the two the host gave.
        settings.putIfAbsent(
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                atMost(Math.max(millis(), time(settings, AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 0))));
        settings.putIfAbsent(
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                atMost(Math.min(millis(), time(settings, AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis()))));
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
        // Delivery takes no less than the other two together, says Kafka, whichever of the three the host gave.
        long linger = time(settings, ProducerConfig.LINGER_MS_CONFIG, LINGER_MILLIS);
        long delivery = time(settings, ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        settings.putIfAbsent(
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.max(1, atMost(Math.min(millis(), delivery - linger))));
        long request = time(settings, ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis());
        settings.putIfAbsent(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, atMost(millis() + linger + request));
        return settings;
    }

    /** How long a publication may take in all: a little longer than the producer itself should take for any message. */
    Duration publication() {
        return timeout.plusMillis(time(producer(), ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 0));
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

    /** A time that is set, or another one: if it is no number, Kafka says so better than we could. */
    private static long time(Map<String, Object> settings, String name, long otherwise) {
        String value = String.valueOf(settings.get(name));
        return value.matches("[0-9]{1,10}") ? Long.parseLong(value) : otherwise;
    }

    private static int atMost(long millis) {
        return (int) Math.min(Integer.MAX_VALUE, millis);
    }

    private int millis() {
        return (int) timeout.toMillis();
    }
}
