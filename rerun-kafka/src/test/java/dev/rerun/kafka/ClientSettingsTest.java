package dev.rerun.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientSettingsTest {
    /** Nobody listens there. */
    private static final String BROKERS = "127.0.0.1:1";

    @Nested
    class ASettingThatWouldBreakAPromise {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "acks | 1 | must be all | all in-sync replicas hold",
                    "acks | 0 | must be all | all in-sync replicas hold",
                    "enable.idempotence | false | must be true | a retry can change the sequence",
                    "enable.auto.commit | true | must be false | after the database has committed",
                    "auto.offset.reset | latest | must be earliest | before the first worker came",
                    "auto.offset.reset | none | must be earliest | before the first worker came",
                    "auto.offset.reset | by_duration:PT1H | must be earliest | before the first worker came",
                    "allow.auto.create.topics | true | must be false | partitions by chance",
                    "transactional.id | billing | may not be set | uses no Kafka transactions",
                    "transaction.two.phase.commit.enable | true | must be false | no two-phase commit",
                    "bootstrap.servers | kafka:9092 | may not be set | builder(...)",
                    "group.id | billing | may not be set | group(...)",
                    "key.serializer | x.Y | may not be set | leave it out",
                    "value.serializer | x.Y | may not be set | leave it out",
                    "key.deserializer | x.Y | may not be set | leave it out",
                    "value.deserializer | x.Y | may not be set | leave it out",
                })
        void isRefusedWithItsReason(String name, String value, String must, String reason) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ClientSettings.check(name, value))
                    .withMessageStartingWith("setting " + name + " = " + value + " is refused; it " + must + ": ")
                    .withMessageContaining(reason);
        }

        @Test
        void isRefusedAsAnObjectToo() {
            assertThatIllegalArgumentException().isThrownBy(() -> ClientSettings.check("acks", 1));
            assertThatIllegalArgumentException().isThrownBy(() -> ClientSettings.check("enable.idempotence", false));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ClientSettings.check("key.serializer", ByteArraySerializer.class));
        }

        @Test
        void isRefusedByTheBuilder() {
            KafkaStream.Builder builder = KafkaStream.builder(BROKERS);
            assertThatIllegalArgumentException().isThrownBy(() -> builder.setting("acks", "1"));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder.settings(Map.of("client.id", "billing", "acks", 1)));
        }
    }

    @Nested
    class ASettingThatKeepsThePromises {
        @ParameterizedTest
        @CsvSource({
            "acks, all",
            "acks, ALL",
            "acks, -1",
            "enable.idempotence, true",
            "enable.auto.commit, false",
            "auto.offset.reset, earliest",
            "auto.offset.reset, EARLIEST",
            "allow.auto.create.topics, false",
            "transaction.two.phase.commit.enable, false",
            "security.protocol, SSL",
            "something.of.the.host, 1"
        })
        void passes(String name, String value) {
            assertThatCode(() -> ClientSettings.check(name, value)).doesNotThrowAnyException();
        }

        @Test
        void passesAsAnObjectToo() {
            assertThatCode(() -> {
                        ClientSettings.check("acks", -1);
                        ClientSettings.check("enable.idempotence", true);
                        ClientSettings.check("enable.auto.commit", false);
                    })
                    .doesNotThrowAnyException();
        }
    }

    @Nested
    class AClient {
        @Test
        void getsWhatItKnowsAndWhatNoneKnows() {
            ClientSettings settings = settings(Map.of(
                    "batch.size", 1000, "max.poll.records", 7, "client.id", "billing", "something.of.the.host", "x"));

            assertThat(settings.producer())
                    .containsEntry("batch.size", 1000)
                    .containsEntry("client.id", "billing")
                    .containsEntry("something.of.the.host", "x")
                    .doesNotContainKey("max.poll.records");
            assertThat(settings.consumer("g"))
                    .containsEntry("max.poll.records", 7)
                    .containsEntry("client.id", "billing")
                    .containsEntry("something.of.the.host", "x")
                    .doesNotContainKey("batch.size");
            assertThat(settings.admin())
                    .containsEntry("client.id", "billing")
                    .containsEntry("something.of.the.host", "x")
                    .doesNotContainKeys("batch.size", "max.poll.records");
        }

        @Test
        void knowsItsBrokers() {
            ClientSettings settings = settings(Map.of());
            assertThat(settings.producer()).containsEntry("bootstrap.servers", BROKERS);
            assertThat(settings.consumer("g")).containsEntry("bootstrap.servers", BROKERS);
            assertThat(settings.admin()).containsEntry("bootstrap.servers", BROKERS);
        }

        @Test
        void keepsThePromisesWhateverTheHostGave() {
            ClientSettings settings = settings(Map.of("acks", "-1", "enable.idempotence", "TRUE"));
            assertThat(settings.producer())
                    .containsEntry("acks", "all")
                    .containsEntry("enable.idempotence", true)
                    .containsEntry("key.serializer", ByteArraySerializer.class)
                    .containsEntry("value.serializer", ByteArraySerializer.class);
            assertThat(settings.consumer("g"))
                    .containsEntry("group.id", "g")
                    .containsEntry("enable.auto.commit", false)
                    .containsEntry("auto.offset.reset", "earliest")
                    .containsEntry("allow.auto.create.topics", false)
                    .containsEntry("key.deserializer", ByteArrayDeserializer.class)
                    .containsEntry("value.deserializer", ByteArrayDeserializer.class);
        }

        @Test
        void givesUpWithTheTimeout() {
            ClientSettings settings = settings(Map.of());
            assertThat(settings.producer())
                    .containsEntry("max.block.ms", 4000)
                    .containsEntry("request.timeout.ms", 4000)
                    .containsEntry("delivery.timeout.ms", 8005);
            assertThat(settings.admin())
                    .containsEntry("default.api.timeout.ms", 4000)
                    .containsEntry("request.timeout.ms", 4000);
        }

        @ParameterizedTest
        @CsvSource({
            "request.timeout.ms, 30000",
            "request.timeout.ms, 100",
            "request.timeout.ms, 2147483647",
            "linger.ms, 9000",
            "linger.ms, 0",
            "linger.ms, 2147483647",
            "delivery.timeout.ms, 1000",
            "delivery.timeout.ms, 4001",
            "delivery.timeout.ms, 500000",
            "default.api.timeout.ms, 1000",
            "default.api.timeout.ms, 90000",
            "max.block.ms, 1"
        })
        void canBeMadeWhicheverTimeTheHostGives(String name, String millis) {
            for (Object value : new Object[] {millis, Integer.valueOf(millis)}) {
                ClientSettings settings = settings(Map.of(name, value));
                Map<String, Object> producer = settings.producer();
                assertThatCode(() -> new KafkaProducer<byte[], byte[]>(producer).close(Duration.ZERO))
                        .doesNotThrowAnyException();
                assertThatCode(() -> Admin.create(settings.admin()).close(Duration.ZERO))
                        .doesNotThrowAnyException();
                assertThat(number(producer, "delivery.timeout.ms"))
                        .isGreaterThanOrEqualTo(Math.min(
                                Integer.MAX_VALUE,
                                number(producer, "linger.ms") + number(producer, "request.timeout.ms")));
                if (producer.containsKey(name)) {
                    assertThat(producer).containsEntry(name, value);
                }
            }
        }

        private static long number(Map<String, Object> settings, String name) {
            return Long.parseLong(String.valueOf(settings.get(name)));
        }
    }

    @Nested
    class TheGroup {
        @Test
        void keepsWhatItReadsWhileOthersComeAndGo() {
            assertThat(settings(Map.of()).consumer("g"))
                    .containsEntry("partition.assignment.strategy", CooperativeStickyAssignor.class.getName());
        }

        @Test
        void sharesPartitionsAsTheHostSays() {
            assertThat(settings(Map.of("partition.assignment.strategy", "x.Y")).consumer("g"))
                    .containsEntry("partition.assignment.strategy", "x.Y");
        }

        @ParameterizedTest
        @ValueSource(strings = {"consumer", "CONSUMER"})
        void leavesItToTheBrokersInTheNewProtocol(String protocol) {
            Map<String, Object> settings =
                    settings(Map.of("group.protocol", protocol)).consumer("g");
            assertThat(settings).doesNotContainKey("partition.assignment.strategy");
            assertThatCode(() -> new KafkaConsumer<byte[], byte[]>(settings).close())
                    .doesNotThrowAnyException();
        }

        @ParameterizedTest
        @ValueSource(strings = {"classic", "Classic"})
        void keepsItInTheOldProtocol(String protocol) {
            assertThat(settings(Map.of("group.protocol", protocol)).consumer("g"))
                    .containsKey("partition.assignment.strategy");
        }
    }

    @Test
    void readsSettingsInAnyLanguage() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr"));
            assertThatCode(() -> ClientSettings.check("auto.offset.reset", "EARLIEST"))
                    .doesNotThrowAnyException();
        } finally {
            Locale.setDefault(before);
        }
    }

    private static ClientSettings settings(Map<String, Object> given) {
        return new ClientSettings(BROKERS, given, Duration.ofSeconds(4));
    }
}
