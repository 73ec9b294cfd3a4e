package dev.rerun.servers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;

/** A topic of one partition, as a client with certain settings writes and reads it. */
record TestTopic(Map<String, Object> settings, String name) {
    private static final Duration KNOWN_WITHIN = Duration.ofMinutes(1);

    /** A new topic of a cluster, with as many replicas as the cluster likes, that takes records already. */
    static TestTopic create(KafkaCluster cluster) {
        TestTopic topic = new TestTopic(cluster.clientSettings(), cluster.newTopicName());
        try (Admin admin = Admin.create(topic.settings)) {
            NewTopic wanted = new NewTopic(topic.name, Optional.of(1), Optional.empty());
            await(admin.createTopics(List.of(wanted)).all());
            // Brokers hear of it one after the other, and this client takes no for an answer from the one that it asks.
            Awaitility.await()
                    .alias(topic.name + " is known")
                    .atMost(KNOWN_WITHIN)
                    .ignoreExceptionsInstanceOf(UnknownTopicOrPartitionException.class)
                    .until(() -> await(admin.listOffsets(Map.of(topic.partition(), OffsetSpec.latest()))
                                    .all())
                            .containsKey(topic.partition()));
        }
        return topic;
    }

    TestTopic with(Map<String, Object> settings) {
        return new TestTopic(settings, name);
    }

    /** Returns when the record is acknowledged by all replicas in sync. */
    void send(String value) {
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            await(producer.send(new ProducerRecord<>(name, value)));
        }
    }

    /** The values of all records that are there. */
    List<String> read() {
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            TopicPartition partition = partition();
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end =
                    consumer.endOffsets(List.of(partition)).values().iterator().next();
            List<String> values = new ArrayList<>();
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<String, String> found : consumer.poll(Duration.ofSeconds(1))) {
                    values.add(found.value());
                }
            }
            return values;
        }
    }

    TopicPartition partition() {
        return new TopicPartition(name, 0);
    }

    /** The result, or what Kafka says was wrong. */
    static <T> T await(Future<T> result) {
        try {
            return result.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException refusal) {
                throw refusal;
            }
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
