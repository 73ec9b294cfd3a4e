package dev.rerun.kafka;

import dev.rerun.servers.KafkaCluster;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** A topic as the brokers have it, asked and written past the stream by a client that may do everything. */
record TopicAtBrokers(KafkaCluster cluster, String name) {
    TopicPartition partition(int number) {
        return new TopicPartition(name, number);
    }

    /** Writes values to a partition, one behind the other. */
    void send(int partition, List<byte @Nullable []> values) {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(cluster.clientSettings(), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (byte[] value : values) {
                get(producer.send(new ProducerRecord<>(name, partition, null, value)));
            }
        }
    }

    /** The offsets behind the last messages, by partition, without empty partitions. */
    Map<Integer, Long> ends(int partitions) {
        Map<Integer, Long> ends = new HashMap<>();
        try (Admin admin = Admin.create(cluster.clientSettings())) {
            Map<TopicPartition, OffsetSpec> all = IntStream.range(0, partitions)
                    .boxed()
                    .collect(Collectors.toMap(this::partition, unused -> OffsetSpec.latest()));
            get(admin.listOffsets(all).all()).forEach((partition, end) -> {
                if (end.offset() > 0) {
                    ends.put(partition.partition(), end.offset());
                }
            });
        }
        return ends;
    }

    /** What a group has acknowledged, by partition. */
    Map<Integer, Long> committed(String group) {
        Map<Integer, Long> committed = new HashMap<>();
        try (Admin admin = Admin.create(cluster.clientSettings())) {
            get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                    .forEach((partition, offset) -> committed.put(partition.partition(), offset.offset()));
        }
        return committed;
    }

    static <T> T get(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
