package dev.rerun.verification.kafka;

import dev.rerun.kafka.KafkaStream;
import dev.rerun.servers.KafkaCluster;
import org.apache.kafka.clients.CommonClientConfigs;

/** A topic of a cluster, and streams on it. */
record Topics(KafkaCluster cluster, String name) {
    static final int PARTITIONS = 8;

    static Topics on(KafkaCluster cluster) {
        return new Topics(cluster, cluster.newTopicName());
    }

    /** A stream that makes the topic, with as many replicas as asked for, and that notices soon when others join its group. */
    KafkaStream.Builder stream(int replicas) {
        return KafkaStream.builder(cluster.bootstrap())
                .topic(name)
                .createTopic(PARTITIONS, replicas)
                .setting(CommonClientConfigs.HEARTBEAT_INTERVAL_MS_CONFIG, 100);
    }

    KafkaStream.Builder stream() {
        return stream(1);
    }
}
