package dev.rerun.reliability.faults;

import dev.rerun.kafka.KafkaStream;
import dev.rerun.servers.KafkaCluster;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.jspecify.annotations.Nullable;

/** A broker behind a proxy for all tests of this process, and streams of hosts that notice soon when somebody is gone. */
final class Brokers {
    /** Longer than it takes until the broker gives a silent worker's partitions to others. */
    static final Duration LONGER_THAN_TIMEOUTS = Duration.ofMillis(2500);

    private static @Nullable KafkaCluster shared;

    private Brokers() {}

    static KafkaCluster shared() {
        synchronized (Brokers.class) {
            if (shared == null) {
                shared = KafkaCluster.startBehindProxies(1, Map.of("group.min.session.timeout.ms", "1000"));
            }
            return shared;
        }
    }

    static KafkaStream.Builder stream(String bootstrap, String topic) {
        return KafkaStream.builder(bootstrap)
                .topic(topic)
                .createTopic(4, 1)
                .timeout(Duration.ofSeconds(5))
                .setting(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 200)
                .setting(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 1500)
                .setting(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, 2000);
    }
}
