package dev.rerun.kafka;

import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.apache.kafka.common.resource.ResourceType.GROUP;
import static org.apache.kafka.common.resource.ResourceType.TOPIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.rerun.api.StreamNotReadyException;
import dev.rerun.core.spi.Block;
import dev.rerun.servers.KafkaCluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SecurityTest {
    private static final Duration SHORT = Duration.ofSeconds(3);

    private final RecordingWorker worker = new RecordingWorker();
    private final List<Block> blocks = List.of(new Block(1, 0, 1), new Block(1, 1, 1));

    @Nested
    class Tls {
        private static final KafkaCluster CLUSTER = KafkaCluster.startWithTls();

        @AfterAll
        static void stop() {
            CLUSTER.close();
        }

        @Test
        void carriesARunToItsEnd() {
            try (KafkaStream stream = new TestTopics(CLUSTER).stream().build()) {
                stream.checkReady();
                stream.publish(blocks);
                stream.subscribe(1, worker);
                worker.awaitAll(blocks);
            }
        }

        @Test
        void refusesBrokersThatAreNotTrusted() {
            refused(KafkaStream.builder(CLUSTER.bootstrap()).timeout(SHORT).setting("security.protocol", "SSL"))
                    .withMessageStartingWith("the Kafka brokers at " + CLUSTER.bootstrap()
                            + " and this client do not accept each other's credentials (SSL handshake failed)")
                    .withMessageContaining("check the settings sasl.* and ssl.*");
        }

        @Test
        void isMissedWhenAClientDoesNotSpeakIt() {
            refused(KafkaStream.builder(CLUSTER.bootstrap()).timeout(Duration.ofMillis(500)))
                    .withMessageContaining("did not answer in time")
                    .withMessageContaining("security.protocol");
        }
    }

    @Nested
    class Passwords {
        private static final String STARTER = "billing";
        private static final String WORKER = "audit";

        private static final KafkaCluster CLUSTER = KafkaCluster.startWithPasswords();

        private final TestTopics topics = new TestTopics(CLUSTER);
        private final String group = topics.name() + KafkaStream.Builder.GROUP_SUFFIX;

        @AfterAll
        static void stop() {
            CLUSTER.close();
        }

        @Test
        void needWriteToStartRunsAndReadToWork() {
            makeTopic();
            grant(STARTER, WRITE, TOPIC, topics.name());
            grant(WORKER, READ, TOPIC, topics.name());
            grant(WORKER, READ, GROUP, group);
            try (KafkaStream starting = as(STARTER).build();
                    KafkaStream working = as(WORKER).build()) {
                await().ignoreExceptions().untilAsserted(starting::checkReady);
                starting.publish(blocks);
                working.subscribe(1, worker);
                worker.awaitAll(blocks);
            }
            TopicAtBrokers topic = new TopicAtBrokers(CLUSTER, topics.name());
            assertThat(topic.committed(group)).isEqualTo(topic.ends(TestTopics.PARTITIONS));
        }

        @Test
        void thatAreWrongAreRefused() {
            makeTopic();
            KafkaStream.Builder wrong = security(CLUSTER.clientSettingsAs(STARTER, "wrong"));
            refused(wrong)
                    .withMessageStartingWith("the Kafka brokers at " + CLUSTER.bootstrap()
                            + " and this client do not accept each other's credentials (Authentication failed")
                    .withMessageContaining("check the settings sasl.* and ssl.*")
                    .withMessageNotContaining("wrong");
            warned(wrong).contains("do not accept each other's credentials");
        }

        @Test
        void withoutAnyGrantAreToldWhatToGrant() {
            makeTopic();
            refused(as(STARTER))
                    .withMessage("the Kafka brokers at " + CLUSTER.bootstrap() + " do not let this user use topic '"
                            + topics.name()
                            + "' (Topic authorization failed.); grant WRITE on it to those who start runs, and READ to"
                            + " workers");
            warned(as(WORKER)).contains("grant WRITE on it to those who start runs, and READ to workers");
        }

        @Test
        void withoutWriteStartNoRun() {
            makeTopic();
            grant(WORKER, READ, TOPIC, topics.name());
            try (KafkaStream stream = as(WORKER).build()) {
                await().untilAsserted(() -> assertThatExceptionOfType(StreamNotReadyException.class)
                        .isThrownBy(stream::checkReady)
                        .withMessage("this user may not WRITE topic '" + topics.name() + "'; grant it"));
                assertThatExceptionOfType(StreamNotReadyException.class)
                        .isThrownBy(() -> stream.publish(blocks))
                        .withMessageContaining("grant WRITE");
            }
        }

        @Test
        void withoutReadDoNotWork() {
            makeTopic();
            grant(STARTER, WRITE, TOPIC, topics.name());
            grant(STARTER, READ, GROUP, group);
            warned(as(STARTER)).contains("this user may not READ topic '" + topics.name() + "'; grant it");
        }

        @Test
        void withoutTheGroupDoNotWorkUntilItIsGranted() {
            makeTopic();
            grant(WORKER, READ, TOPIC, topics.name());
            try (LogLines log = new LogLines();
                    KafkaStream admin = topics.stream().build();
                    KafkaStream stream = as(WORKER).build()) {
                admin.publish(blocks);
                stream.subscribe(1, worker);
                assertThat(log.awaitWarnings(1).get(0))
                        .contains("do not let this user work in group '" + group + "'")
                        .contains("grant READ on it");
                grant(WORKER, READ, GROUP, group);
                worker.awaitAll(blocks);
            }
        }

        @Test
        void withoutCreateMakeNoTopic() {
            grant(STARTER, WRITE, TOPIC, topics.name());
            try (KafkaStream stream = as(STARTER).createTopic(1, 1).build()) {
                await().untilAsserted(() -> assertThatExceptionOfType(StreamNotReadyException.class)
                        .isThrownBy(stream::checkReady)
                        .withMessageContaining(
                                "this user may not CREATE topic '" + topics.name() + "'; create it, or grant that"));
            }
        }

        private void makeTopic() {
            try (KafkaStream admin = topics.stream().build()) {
                admin.checkReady();
            }
        }

        private KafkaStream.Builder as(String user) {
            return security(CLUSTER.clientSettingsAs(user));
        }

        private KafkaStream.Builder security(Map<String, Object> settings) {
            return TestTopics.security(
                    KafkaStream.builder(CLUSTER.bootstrap())
                            .topic(topics.name())
                            .timeout(SHORT),
                    settings);
        }

        private static void grant(String user, AclOperation operation, ResourceType type, String name) {
            try (Admin admin = Admin.create(CLUSTER.clientSettings())) {
                TopicAtBrokers.get(admin.createAcls(List.of(new AclBinding(
                                new ResourcePattern(type, name, PatternType.LITERAL),
                                new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW))))
                        .all());
            }
        }
    }

    private static ThrowableAssertAlternative<StreamNotReadyException> refused(KafkaStream.Builder builder) {
        try (KafkaStream stream = builder.build()) {
            return assertThatExceptionOfType(StreamNotReadyException.class).isThrownBy(stream::checkReady);
        }
    }

    /** What the log says when workers cannot begin. */
    private AbstractStringAssert<?> warned(KafkaStream.Builder builder) {
        try (LogLines log = new LogLines();
                KafkaStream stream = builder.build()) {
            stream.subscribe(1, worker);
            return assertThat(log.awaitWarnings(1).get(0)).startsWith("Workers cannot read topic ");
        }
    }
}
