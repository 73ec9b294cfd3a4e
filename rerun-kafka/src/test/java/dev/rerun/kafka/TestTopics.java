package dev.rerun.kafka;

import dev.rerun.servers.KafkaCluster;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;

/** Topics of a cluster, one after another, and streams on the last one. */
final class TestTopics {
    static final int PARTITIONS = 8;

    private final KafkaCluster cluster;
    private String name;

    /** On the cluster of all tests. */
    TestTopics() {
        this(KafkaCluster.shared());
    }

    TestTopics(KafkaCluster cluster) {
        this.cluster = cluster;
        this.name = cluster.newTopicName();
    }

    String name() {
        return name;
    }

    void next() {
        name = cluster.newTopicName();
    }

    /** A stream that makes the topic, and that notices soon when others join its group. */
    KafkaStream.Builder stream() {
        return withoutTopic().createTopic(PARTITIONS, 1);
    }

    KafkaStream.Builder withoutTopic() {
        KafkaStream.Builder stream = KafkaStream.builder(cluster.bootstrap())
                .topic(name)
                .setting(CommonClientConfigs.HEARTBEAT_INTERVAL_MS_CONFIG, 100);
        return security(stream, cluster.clientSettings());
    }

    static KafkaStream.Builder security(KafkaStream.Builder stream, Map<String, Object> settings) {
        settings.forEach((key, value) -> {
            if (!key.equals(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)) {
                stream.setting(key, value);
            }
        });
        return stream;
    }
}
