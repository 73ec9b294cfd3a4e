package dev.rerun.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class KafkaClusterTest {
    private static TopicPartitionInfo described(TestTopic topic) {
        try (Admin admin = Admin.create(topic.settings())) {
            return TestTopic.await(admin.describeTopics(List.of(topic.name()))
                            .topicNameValues()
                            .values()
                            .iterator()
                            .next())
                    .partitions()
                    .get(0);
        }
    }

    private static Map<String, Object> impatient(KafkaCluster cluster) {
        Map<String, Object> settings = new HashMap<>(cluster.clientSettings());
        settings.put("default.api.timeout.ms", 1000);
        settings.put("request.timeout.ms", 500);
        return settings;
    }

    @Nested
    class OfOneNode {
        @Test
        void givesEachTestATopicOfItsOwn() {
            KafkaCluster cluster = KafkaCluster.shared();
            TestTopic one = TestTopic.create(cluster);
            TestTopic other = TestTopic.create(cluster);
            one.send("a");
            one.send("b");
            assertThat(one.read()).containsExactly("a", "b");
            assertThat(other.read()).isEmpty();
        }

        @Test
        void keepsWhatIsAcknowledgedWhenItIsKilledAndStartedAgain() {
            try (KafkaCluster cluster = KafkaCluster.start()) {
                TestTopic topic = TestTopic.create(cluster);
                topic.send("a");
                cluster.kill();
                cluster.restart();
                topic.send("b");
                assertThat(topic.read()).containsExactly("a", "b");
            }
        }

        @Test
        void goesOnAfterAPauseAndAfterAnOrderlyEnd() {
            try (KafkaCluster cluster = KafkaCluster.start()) {
                TestTopic topic = TestTopic.create(cluster);
                topic.send("a");
                Map<String, Object> impatient = impatient(cluster);
                cluster.suspend(0);
                assertThatThrownBy(() -> described(topic.with(impatient))).isInstanceOf(TimeoutException.class);
                cluster.resume(0);
                topic.send("b");
                cluster.stop(0);
                cluster.restart(0);
                assertThat(topic.read()).containsExactly("a", "b");
            }
        }
    }

    @Nested
    class OfThreeNodes {
        @Test
        void doWithoutTheOneThatLed() {
            try (KafkaCluster cluster = KafkaCluster.start(3)) {
                TestTopic topic = TestTopic.create(cluster);
                topic.send("a");
                assertThat(described(topic).replicas()).hasSize(3);
                cluster.kill(described(topic).leader().id());
                topic.send("b");
                cluster.kill();
                cluster.restart();
                assertThat(topic.read()).containsExactly("a", "b");
            }
        }
    }

    @Nested
    class BehindProxies {
        @Test
        void isFoundByClientsThroughItsProxyAlone() {
            try (KafkaCluster cluster = KafkaCluster.startBehindProxies(1, Map.of())) {
                TestTopic topic = TestTopic.create(cluster);
                topic.send("a");
                cluster.proxy(0).refuse();
                cluster.proxy(0).cut();
                assertThatThrownBy(() -> described(topic.with(impatient(cluster))))
                        .isInstanceOf(TimeoutException.class);
                cluster.proxy(0).restore();
                assertThat(topic.read()).containsExactly("a");
            }
        }
    }

    @Nested
    class WithTls {
        @Test
        void talksToThoseWhoTrustIt() {
            try (KafkaCluster cluster = KafkaCluster.startWithTls()) {
                TestTopic topic = TestTopic.create(cluster);
                topic.send("a");
                assertThat(topic.read()).containsExactly("a");
            }
        }
    }

    @Nested
    class WithPasswords {
        @Test
        void letsUsersDoWhatTheyWereGrantedAndOthersNothing() {
            try (KafkaCluster cluster = KafkaCluster.startWithPasswords()) {
                TestTopic topic = TestTopic.create(cluster);
                TestTopic unknown = topic.with(cluster.clientSettingsAs("billing", "guessed"));
                TestTopic billing = topic.with(cluster.clientSettingsAs("billing"));
                TestTopic audit = topic.with(cluster.clientSettingsAs("audit"));
                assertThatThrownBy(() -> described(unknown)).isInstanceOf(SaslAuthenticationException.class);
                assertThatThrownBy(() -> billing.send("a")).isInstanceOf(AuthorizationException.class);
                grant(topic, "billing", AclOperation.WRITE);
                grant(topic, "audit", AclOperation.READ);
                billing.send("b");
                assertThat(audit.read()).containsExactly("b");
                assertThatThrownBy(() -> audit.send("c")).isInstanceOf(AuthorizationException.class);
            }
        }

        private static void grant(TestTopic topic, String user, AclOperation operation) {
            try (Admin admin = Admin.create(topic.settings())) {
                AclBinding binding = new AclBinding(
                        new ResourcePattern(ResourceType.TOPIC, topic.name(), PatternType.LITERAL),
                        new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW));
                TestTopic.await(admin.createAcls(List.of(binding)).all());
            }
        }
    }
}
