package dev.rerun.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.rerun.api.StreamNotReadyException;
import dev.rerun.core.spi.Block;
import dev.rerun.servers.KafkaCluster;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadinessTest {
    private static final Duration SHORT = Duration.ofMillis(300);

    private final KafkaCluster cluster = KafkaCluster.shared();
    private final TestTopics topics = new TestTopics();
    private final List<Block> blocks = List.of(new Block(1, 0, 1), new Block(1, 1, 1));

    @Nested
    class ATopic {
        @Test
        void thatIsMissingIsRefusedWithWhatToDo() {
            refused(topics.withoutTopic())
                    .withMessage("topic '" + topics.name() + "' is missing at the Kafka brokers at "
                            + cluster.bootstrap()
                            + "; create it, or have it created with createTopic(partitions, replicas)");
        }

        @Test
        void thatIsMissingTakesNoMessages() {
            try (KafkaStream stream = topics.withoutTopic().timeout(SHORT).build()) {
                assertThatExceptionOfType(StreamNotReadyException.class)
                        .isThrownBy(() -> stream.publish(blocks))
                        .withMessageContaining("topic");
                assertThat(stream.counts().published()).isZero();
            }
        }

        @Test
        void isMadeWithThePartitionsAndReplicasAskedFor() {
            try (KafkaStream stream = topics.withoutTopic().createTopic(5, 1).build()) {
                stream.checkReady();
                assertThat(described().partitions()).hasSize(5).allSatisfy(partition -> assertThat(partition.replicas())
                        .hasSize(1));
            }
        }

        @Test
        void thatIsThereStaysAsItIs() {
            for (int partitions : new int[] {2, 7}) {
                try (KafkaStream stream =
                        topics.withoutTopic().createTopic(partitions, 1).build()) {
                    stream.checkReady();
                }
            }
            assertThat(described().partitions()).hasSize(2);
        }

        @Test
        void isMadeByWorkersToo() {
            RecordingWorker worker = new RecordingWorker();
            try (KafkaStream working = topics.stream().build();
                    KafkaStream publishing = topics.withoutTopic().build()) {
                working.subscribe(1, worker);
                await().ignoreExceptions().untilAsserted(publishing::checkReady);
                publishing.publish(blocks);
                worker.awaitAll(blocks);
            }
        }

        @Test
        void thatIsMissingKeepsWorkersWaitingUntilItIsThere() {
            RecordingWorker worker = new RecordingWorker();
            try (LogLines log = new LogLines();
                    KafkaStream working = topics.withoutTopic().build();
                    KafkaStream publishing = topics.stream().build()) {
                working.subscribe(1, worker);
                assertThat(log.awaitWarnings(1).get(0))
                        .startsWith("Workers cannot read topic " + topics.name()
                                + " and try again until they can: topic '" + topics.name() + "' is missing");
                publishing.checkReady();
                publishing.publish(blocks);
                worker.awaitAll(blocks);
                assertThat(log.warnings()).as("said once").hasSize(1);
            }
        }

        @Test
        void ofMoreReplicasThanBrokersIsRefusedWithWhatToDo() {
            refused(topics.withoutTopic().createTopic(1, 2))
                    .withMessageContaining("topic '" + topics.name() + "' cannot be made")
                    .withMessageContaining("only 1 broker(s) are registered")
                    .withMessageContaining("createTopic(partitions, replicas)");
        }

        private TopicDescription described() {
            try (Admin admin = Admin.create(cluster.clientSettings())) {
                return TopicAtBrokers.get(
                                admin.describeTopics(Set.of(topics.name())).allTopicNames())
                        .values()
                        .iterator()
                        .next();
            }
        }
    }

    @Nested
    class Brokers {
        @Test
        void thatCannotBeReachedAreRefused() {
            refused(KafkaStream.builder("127.0.0.1:1").timeout(SHORT))
                    .withMessageStartingWith("the Kafka brokers at 127.0.0.1:1 did not answer in time (")
                    .withMessageEndingWith("); see that they are up, can be reached from here and speak the"
                            + " security.protocol that is set");
        }

        @Test
        void thatCannotBeReachedTakeNoMessages() {
            try (KafkaStream stream =
                    KafkaStream.builder("127.0.0.1:1").timeout(SHORT).build()) {
                assertThatExceptionOfType(StreamNotReadyException.class)
                        .isThrownBy(() -> stream.publish(blocks))
                        .withMessageContaining("127.0.0.1:1 did not answer in time");
            }
        }

        @Test
        void whoseNamesAreUnknownAreRefused() {
            refused(KafkaStream.builder("no-such-host.invalid:9092").timeout(SHORT))
                    .withMessage("the Kafka brokers at no-such-host.invalid:9092 cannot be used with these settings (No"
                            + " resolvable bootstrap urls given in bootstrap.servers); check the brokers given to"
                            + " builder(...), and the settings");
        }

        @ParameterizedTest
        @ValueSource(strings = {"kafka", "kafka:x", ":9092"})
        void thatAreWrittenWrongAreRefused(String brokers) {
            refused(KafkaStream.builder(brokers).timeout(SHORT)).withMessageContaining(brokers);
        }
    }

    @Nested
    class AConsumerGroup {
        private final String group = topics.name() + KafkaStream.Builder.GROUP_SUFFIX;
        private final RecordingWorker worker = new RecordingWorker();

        @Test
        void ofAnotherApplicationIsLeftAloneWhileThatIsThere() {
            String others = otherTopic();
            try (LogLines log = new LogLines();
                    KafkaStream stream = topics.stream().build()) {
                stream.checkReady();
                stream.publish(blocks);
                try (var other = new KafkaConsumer<>(
                        client("group.id", group, "enable.auto.commit", false),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
                    other.subscribe(List.of(others));
                    await().until(() -> {
                        other.poll(Duration.ofMillis(50));
                        return !other.assignment().isEmpty();
                    });
                    stream.subscribe(1, worker);
                    expectRefusal(log, others);
                    other.poll(Duration.ofMillis(50));
                    assertThat(other.assignment()).isNotEmpty();
                    assertThat(worker.worked()).isEmpty();
                }
                worker.awaitAll(blocks);
            }
        }

        @Test
        void withOffsetsOfAnotherTopicIsLeftAloneUntilTheyAreGone() {
            String others = otherTopic();
            var partition = new TopicAtBrokers(cluster, others).partition(0);
            try (LogLines log = new LogLines();
                    Admin admin = Admin.create(cluster.clientSettings());
                    KafkaStream stream = topics.stream().build()) {
                TopicAtBrokers.get(admin.alterConsumerGroupOffsets(group, Map.of(partition, new OffsetAndMetadata(0)))
                        .all());
                stream.checkReady();
                stream.publish(blocks);
                stream.subscribe(1, worker);
                expectRefusal(log, others);
                assertThat(worker.worked()).isEmpty();

                TopicAtBrokers.get(admin.deleteConsumerGroups(List.of(group)).all());
                worker.awaitAll(blocks);
            }
        }

        @Test
        void ofAnotherKindIsLeftAlone() {
            String others = otherTopic();
            try (LogLines log = new LogLines();
                    KafkaStream stream = topics.stream().build();
                    var other = new KafkaShareConsumer<>(
                            client("group.id", group), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
                other.subscribe(List.of(others));
                other.poll(Duration.ofMillis(500));
                stream.checkReady();
                stream.publish(blocks);
                stream.subscribe(1, worker);
                assertThat(log.awaitWarnings(1).get(0))
                        .contains("the workers' consumer group has members of another kind")
                        .contains("give another with group(...)");
                assertThat(worker.worked()).isEmpty();
            }
        }

        private void expectRefusal(LogLines log, String others) {
            assertThat(log.awaitWarnings(1).get(0))
                    .isEqualTo("Workers cannot read topic " + topics.name() + " and try again until they can:"
                            + " consumer group '" + group + "' is used by another application, which reads [" + others
                            + "]; give rerun's workers another with group(...)");
        }

        private String otherTopic() {
            TestTopics others = new TestTopics();
            try (KafkaStream stream = others.stream().build()) {
                stream.checkReady();
            }
            return others.name();
        }

        private Map<String, Object> client(Object... settings) {
            Map<String, Object> all = new HashMap<>(cluster.clientSettings());
            for (int i = 0; i < settings.length; i += 2) {
                all.put((String) settings[i], settings[i + 1]);
            }
            return all;
        }
    }

    private static ThrowableAssertAlternative<StreamNotReadyException> refused(KafkaStream.Builder builder) {
        try (KafkaStream stream = builder.build()) {
            return assertThatExceptionOfType(StreamNotReadyException.class).isThrownBy(stream::checkReady);
        }
    }
}
