package dev.rerun.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaStreamBuilderTest {
    private final KafkaStream.Builder builder = KafkaStream.builder("127.0.0.1:1");

    @Test
    void makesAStreamWithoutAskingAnyBroker() {
        try (KafkaStream stream = builder.build()) {
            assertThat(stream).hasToString("topic rerun-activities at 127.0.0.1:1, group rerun-activities-workers");
            assertThat(stream.counts()).isEqualTo(new MessageCounts(0, 0, 0, 0));
        }
    }

    @Test
    void namesTheGroupAfterTheTopic() {
        try (KafkaStream stream = builder.topic("billing").build()) {
            assertThat(stream).hasToString("topic billing at 127.0.0.1:1, group billing-workers");
        }
        try (KafkaStream stream = builder.group("others").topic("billing").build()) {
            assertThat(stream).hasToString("topic billing at 127.0.0.1:1, group others");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n"})
    void refusesBlanks(String blank) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KafkaStream.builder(blank))
                .withMessage("bootstrapServers is blank; give some of the brokers, as in kafka1:9092,kafka2:9092");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.group(blank))
                .withMessage("group is blank; give the ID of a consumer group");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.topic(blank))
                .withMessageStartingWith("'" + blank + "' cannot be the name of a topic; give letters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a/b", "a:b", "ä", "a\n", ".", "..", "a,b", "*"})
    void refusesNamesThatKafkaAllowsForNoTopic(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.topic(name))
                .withMessage("'" + name
                        + "' cannot be the name of a topic; give letters, digits, '.', '_' and '-', at most 249");
    }

    @Test
    void allowsNamesUpToKafkasLength() {
        assertThatCode(() -> builder.topic("x".repeat(249)).topic("...").topic("A-z_0.9"))
                .doesNotThrowAnyException();
        assertThatIllegalArgumentException().isThrownBy(() -> builder.topic("x".repeat(250)));
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "-1, 1", "10001, 1", "1, 0", "1, -3", "1, 32768", "2147483647, 2147483647"})
    void refusesTopicsThatCannotBe(int partitions, int replicas) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.createTopic(partitions, replicas))
                .withMessage("a topic of " + partitions + " partitions and " + replicas
                        + " replicas cannot be made; give 1 to 10000 and 1 to 32767");
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "10000, 32767"})
    void allowsTopicsAtTheBounds(int partitions, int replicas) {
        assertThatCode(() -> builder.createTopic(partitions, replicas)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PT0S",
                "PT0.099999999S",
                "PT-1S",
                "PT10M0.000000001S",
                "PT2562047788015215H30M7S",
                "PT-2562047788015215H-30M-8S"
            })
    void refusesTimeoutsOutOfRange(Duration time) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.timeout(time))
                .withMessage("timeout " + time + " is out of range; give 100 milliseconds to 10 minutes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0.1S", "PT10M"})
    void allowsTimeoutsAtTheBounds(Duration time) {
        assertThatCode(() -> builder.timeout(time)).doesNotThrowAnyException();
    }

    @Test
    @SuppressWarnings("NullAway") // what a host without checks may do
    void namesWhatIsNull() {
        Map<String, Object> nulls = new HashMap<>();
        nulls.put("client.id", null);
        assertThatNullPointerException()
                .isThrownBy(() -> KafkaStream.builder(null))
                .withMessage("bootstrapServers");
        assertThatNullPointerException().isThrownBy(() -> builder.topic(null)).withMessage("topic");
        assertThatNullPointerException().isThrownBy(() -> builder.group(null)).withMessage("group");
        assertThatNullPointerException().isThrownBy(() -> builder.timeout(null)).withMessage("timeout");
        assertThatNullPointerException()
                .isThrownBy(() -> builder.setting(null, "x"))
                .withMessage("name of a setting");
        assertThatNullPointerException()
                .isThrownBy(() -> builder.setting("client.id", null))
                .withMessage("setting client.id");
        assertThatNullPointerException()
                .isThrownBy(() -> builder.settings(nulls))
                .withMessage("setting client.id");
        assertThatNullPointerException()
                .isThrownBy(() -> builder.settings(null))
                .withMessage("settings");
    }

    @Test
    void valuesThatAClientWouldRefuseAreRefusedWhenTheStreamIsMade() {
        for (var setting : Map.of(
                        "compression.type", "zip",
                        "max.poll.records", "many",
                        "default.api.timeout.ms", "-7",
                        "security.protocol", "PLAIN")
                .entrySet()) {
            KafkaStream.Builder builder =
                    KafkaStream.builder("127.0.0.1:9092").setting(setting.getKey(), setting.getValue());
            assertThatIllegalArgumentException()
                    .isThrownBy(builder::build)
                    .withMessageContaining(setting.getKey())
                    .withMessageContaining(setting.getValue())
                    .withMessageContaining("correct it");
        }
    }

    @Test
    void propertiesAreSettingsToo() {
        Properties properties = new Properties();
        properties.setProperty("acks", "1");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> KafkaStream.builder("127.0.0.1:9092").settings(properties))
                .withMessageContaining("acks = 1");
    }
}
