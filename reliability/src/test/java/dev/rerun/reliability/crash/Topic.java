package dev.rerun.reliability.crash;

import dev.rerun.core.RerunEngines;
import dev.rerun.core.spi.Block;
import dev.rerun.kafka.KafkaStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** A topic of a cluster, with a partition for each lane of the harbour. */
record Topic(String brokers, String name) {
    private static final int PARTITIONS = 2;

    /** The least that brokers allow: so long a dead process keeps its partitions. */
    private static final int SESSION_MILLIS = 6000;

    /** So long messages wait for others, which is long enough for all of a publication to go in one request. */
    private static final int LINGER_MILLIS = 100;

    /** Many processes begin at once, and brokers answer when they have the time. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final Duration STALLED = Duration.ofSeconds(2);

    KafkaStream stream() {
        return KafkaStream.builder(brokers)
                .topic(name)
                .createTopic(PARTITIONS, 1)
                .timeout(PATIENCE)
                .setting(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_MILLIS)
                .setting(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 200)
                .setting(ProducerConfig.LINGER_MS_CONFIG, LINGER_MILLIS)
                .build();
    }

    /** Gives an engine this stream; a run whose messages were never sent is published again soon. */
    RerunEngines.Builder carryFor(RerunEngines.Builder engine) {
        return engine.stream(stream()).stalledAfter(STALLED);
    }

    /** Makes the topic, with what was published before. */
    void fill(List<Block> blocks) {
        try (KafkaStream stream = stream()) {
            stream.checkReady();
            stream.publish(blocks);
        }
    }

    /** Whether the workers have acknowledged all that was published. */
    boolean isAcknowledged() {
        try (Admin admin = Admin.create(settings())) {
            Map<TopicPartition, Long> ends = new HashMap<>();
            get(admin.listOffsets(IntStream.range(0, PARTITIONS)
                                    .mapToObj(partition -> new TopicPartition(name, partition))
                                    .collect(Collectors.toMap(Function.identity(), unused -> OffsetSpec.latest())))
                            .all())
                    .forEach((partition, end) -> ends.put(partition, end.offset()));
            Map<TopicPartition, Long> acknowledged = new HashMap<>();
            get(admin.listConsumerGroupOffsets(name + KafkaStream.Builder.GROUP_SUFFIX)
                            .partitionsToOffsetAndMetadata())
                    .forEach((partition, offset) -> acknowledged.put(partition, offset.offset()));
            // Of a partition in which nothing is, nothing is acknowledged.
            return ends.entrySet().stream()
                    .allMatch(end -> end.getValue().equals(acknowledged.getOrDefault(end.getKey(), 0L)));
        }
    }

    void delete() {
        try (Admin admin = Admin.create(settings())) {
            get(admin.deleteTopics(List.of(name)).all());
        }
    }

    private Map<String, Object> settings() {
        return Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, brokers);
    }

    private static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a broker was asked", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException refusal ? refusal : new IllegalStateException(e.getCause());
        }
    }
}
