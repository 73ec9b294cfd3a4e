package dev.rerun.kafka;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.core.spi.Block;
import dev.rerun.servers.KafkaCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ForeignMessagesTest {
    private final TestTopics topics = new TestTopics();
    private final TopicAtBrokers topic = new TopicAtBrokers(KafkaCluster.shared(), topics.name());
    private final String group = topics.name() + KafkaStream.Builder.GROUP_SUFFIX;
    private final RecordingWorker worker = new RecordingWorker();

    @Test
    void areSkippedAndSaidOnceEachAndBlocksAroundThemAreWorkedOn() {
        byte[] binary = {0, -1, 10, 27, 7};
        byte[] huge = new byte[900_000];
        List<byte @Nullable []> values = new ArrayList<>();
        values.add(block(1));
        values.add("hello".getBytes(US_ASCII));
        values.add(null);
        values.add(block(2));
        values.add(binary);
        values.add(huge);
        values.add(new byte[0]);
        values.add(block(3));
        values.add("rerun/1 1 0 3\n".getBytes(US_ASCII));

        try (LogLines log = new LogLines();
                KafkaStream stream = topics.stream().build()) {
            stream.checkReady();
            topic.send(5, values);
            stream.subscribe(1, worker);
            worker.awaitAll(List.of(new Block(1, 0, 3)));
            List<String> warnings = log.awaitWarnings(6);

            assertThat(warnings)
                    .containsExactly(
                            skipped(1, "'hello' (5 bytes)", 1),
                            skipped(2, "a message without a value", 2),
                            skipped(4, "'.....' (5 bytes)", 3),
                            skipped(5, "'" + ".".repeat(60) + "...' (900000 bytes)", 4),
                            skipped(6, "'' (0 bytes)", 5),
                            skipped(8, "'rerun/1 1 0 3.' (14 bytes)", 6));
            assertThat(stream.counts()).isEqualTo(new MessageCounts(0, 9, 0, 6));
        }
        assertThat(worker.worked()).extracting(Block::upTo).containsExactly(1L, 2L, 3L);
        assertThat(topic.committed(group)).isEqualTo(Map.of(5, 9L));
    }

    @Test
    void ofALaterVersionStopTheirPartitionAndNoOther() {
        List<Block> others = new ArrayList<>();
        for (long upTo = 1; upTo <= 100; upTo++) {
            others.add(new Block(1, 7, upTo));
        }
        int partition = 3;
        int other = Publisher.partition(others.get(0), TestTopics.PARTITIONS);
        assertThat(other).isNotEqualTo(partition);
        try (LogLines log = new LogLines();
                KafkaStream stream = topics.stream().build()) {
            stream.checkReady();
            topic.send(partition, List.of(block(1), block(2), "rerun/2 1 0 3 4".getBytes(US_ASCII), block(3)));
            stream.subscribe(2, worker);
            log.awaitWarnings(1);
            worker.awaitAll(List.of(new Block(1, 0, 2)));
            topic.send(partition, List.of(block(4), "rerun/2 1 0 5 6".getBytes(US_ASCII), block(5)));
            stream.publish(others);
            worker.awaitAll(others);

            assertThat(log.warnings())
                    .containsExactly(
                            "The message at " + topics.name() + "-3@2 is of format version 2 and this rerun reads"
                                    + " up to 1: this process reads no further there; upgrade it");
            assertThat(stream.counts()).isEqualTo(new MessageCounts(100, 102, 0, 0));
        }
        assertThat(worker.worked())
                .filteredOn(block -> block.lane() == 0)
                .extracting(Block::upTo)
                .containsExactly(1L, 2L);
        assertThat(topic.committed(group)).isEqualTo(Map.of(partition, 2L, other, 100L));
    }

    @Test
    void ofALaterVersionAtTheBeginningLeaveNothingAcknowledged() {
        try (LogLines log = new LogLines();
                KafkaStream stream = topics.stream().build()) {
            stream.checkReady();
            topic.send(3, List.of("rerun/2 1 0 3 4".getBytes(US_ASCII), block(3)));
            stream.subscribe(2, worker);
            log.awaitWarnings(1);
        }
        assertThat(topic.committed(group)).isEmpty();
        assertThat(worker.worked()).isEmpty();
    }

    private static byte[] block(long upTo) {
        return BlockFormat.value(new Block(1, 0, upTo));
    }

    private String skipped(long offset, String shown, int count) {
        return "The message at " + topics.name() + "-5@" + offset + " is none of rerun's and is skipped: " + shown
                + ". skipped: " + count;
    }
}
