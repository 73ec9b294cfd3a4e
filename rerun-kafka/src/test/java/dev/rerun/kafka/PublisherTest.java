package dev.rerun.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rerun.api.StreamNotReadyException;
import dev.rerun.core.spi.Block;
import dev.rerun.servers.KafkaCluster;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.Test;

/** What is published, and what is refused. */
class PublisherTest {
    private static final Map<String, String> CONTEXT =
            Map.of("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "tracestate", "a=b");

    private final TestTopics topics = new TestTopics();

    @Test
    void lanesOfARunSpreadEvenlyAndALaneStaysInItsPartition() {
        long[] blocks = new long[TestTopics.PARTITIONS];
        for (int lane = 0; lane < 64; lane++) {
            int first = Publisher.partition(new Block(906_866, lane, 500), TestTopics.PARTITIONS);
            assertThat(Publisher.partition(new Block(906_866, lane, 1_000), TestTopics.PARTITIONS))
                    .isEqualTo(first);
            blocks[first]++;
        }
        assertThat(blocks).containsOnly(64 / TestTopics.PARTITIONS);
    }

    @Test
    void runsOfOneLaneSpreadToo() {
        long used = IntStream.range(100_000, 100_064)
                .map(run -> Publisher.partition(new Block(run, 0, 1), TestTopics.PARTITIONS))
                .distinct()
                .count();
        assertThat(used).isEqualTo(TestTopics.PARTITIONS);
    }

    @Test
    void blocksOfALaneLieInOnePartitionInTheirSequenceAndKeepTheirContext() {
        try (KafkaStream stream = topics.stream().build()) {
            stream.checkReady();
            List<Block> blocks = IntStream.rangeClosed(1, HeldLane.MOST_BLOCKS)
                    .mapToObj(number -> new Block(906_866, 12, number, CONTEXT))
                    .toList();

            stream.publish(blocks);

            int partition = Publisher.partition(blocks.get(0), TestTopics.PARTITIONS);
            TopicAtBrokers topic = new TopicAtBrokers(KafkaCluster.shared(), topics.name());
            assertThat(topic.ends(TestTopics.PARTITIONS)).isEqualTo(Map.of(partition, (long) HeldLane.MOST_BLOCKS));
            RecordingWorker worker = new RecordingWorker();
            stream.subscribe(1, worker);
            worker.awaitAll(blocks);
            assertThat(worker.worked()).isEqualTo(blocks);
            assertThat(stream.counts().published()).isEqualTo(HeldLane.MOST_BLOCKS);
        }
    }

    @Test
    void aTopicThatTakesNoMessageOfThisSizeIsNamedWithTheRemedy() throws Exception {
        try (Admin admin = Admin.create(KafkaCluster.shared().clientSettings())) {
            admin.createTopics(List.of(new NewTopic(topics.name(), Optional.of(1), Optional.empty())
                            .configs(Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, "60"))))
                    .all()
                    .get();
        }
        try (KafkaStream stream = topics.withoutTopic().build()) {
            assertThatExceptionOfType(StreamNotReadyException.class)
                    .isThrownBy(() ->
                            stream.publish(Arrays.asList(new Block(906_866, 0, 500), new Block(906_866, 0, 1_000))))
                    .withMessageContaining("raise its max.message.bytes");
            assertThat(stream.counts().published()).isZero();
        }
    }

    @Test
    void aStreamThatIsClosedSaysSo() {
        KafkaStream stream = topics.stream().build();
        stream.close();

        assertThatIllegalStateException()
                .isThrownBy(() -> stream.publish(List.of(new Block(906_866, 0, 500))))
                .withMessageContaining("closed");
        assertThatIllegalStateException()
                .isThrownBy(() -> stream.subscribe(1, new RecordingWorker()))
                .withMessageContaining("closed");
    }
}
