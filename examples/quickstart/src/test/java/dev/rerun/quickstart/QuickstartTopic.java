package dev.rerun.quickstart;

import static org.awaitility.Awaitility.await;

import dev.rerun.servers.KafkaCluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A topic of the tests' cluster, which the quickstart makes, as somebody sees it who is none of its workers. */
final class QuickstartTopic {
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(100);

    private final KafkaCluster cluster = KafkaCluster.shared();
    private final String name = cluster.newTopicName();

    /** The options that lead a process to it. */
    List<String> options() {
        return List.of("--kafka", cluster.bootstrap(), "--topic", name);
    }

    /** Waits until some processes share the partitions. */
    void awaitMembers(int processes) {
        String group = name + "-workers";
        try (Admin admin = Admin.create(cluster.clientSettings())) {
            await().atMost(LONGEST).ignoreExceptions().until(() -> {
                List<MemberDescription> members =
                        admin.describeConsumerGroups(List.of(group)).all().get().values().stream()
                                .flatMap(described -> described.members().stream())
                                .toList();
                return members.size() == processes
                        && members.stream()
                                .noneMatch(member ->
                                        member.assignment().topicPartitions().isEmpty());
            });
        }
    }

    /** Writes every message that is there to its partition once more, and returns how many. */
    int writeAllAgain() {
        int copied = 0;
        var read = new ByteArrayDeserializer();
        var write = new ByteArraySerializer();
        try (var consumer = new KafkaConsumer<>(cluster.clientSettings(), read, read);
                var producer = new KafkaProducer<>(cluster.clientSettings(), write, write)) {
            List<TopicPartition> partitions = consumer.partitionsFor(name).stream()
                    .map(partition -> new TopicPartition(name, partition.partition()))
                    .toList();
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
                    // What follows is a copy.
                    if (message.offset() < ends.getOrDefault(new TopicPartition(name, message.partition()), 0L)) {
                        var unused = producer.send(
                                new ProducerRecord<>(name, message.partition(), message.key(), message.value()));
                        copied++;
                    }
                }
            }
            producer.flush();
        }
        return copied;
    }
}
