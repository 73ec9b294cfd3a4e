package dev.rerun.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rerun.core.spi.Block;
import dev.rerun.core.spi.BlockAnswer;
import dev.rerun.core.spi.LaneWorker;
import dev.rerun.servers.KafkaCluster;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AcknowledgementTest {
    private final TestTopics topics = new TestTopics();
    private final TopicAtBrokers topic = new TopicAtBrokers(KafkaCluster.shared(), topics.name());
    private final String group = topics.name() + KafkaStream.Builder.GROUP_SUFFIX;

    @Test
    void reachesTheEndsWhenAllIsDoneAndTheStreamIsClosed() {
        List<Block> blocks = blocks(1);
        RecordingWorker worker = new RecordingWorker();
        try (KafkaStream stream = topics.stream().build()) {
            stream.checkReady();
            stream.publish(blocks);
            stream.subscribe(2, worker);
            worker.awaitAll(blocks);
            assertThat(stream.counts()).isEqualTo(new MessageCounts(blocks.size(), blocks.size(), 0, 0));
        }
        assertThat(topic.committed(group)).isEqualTo(topic.ends(TestTopics.PARTITIONS));

        RecordingWorker second = new RecordingWorker();
        List<Block> later = blocks(2);
        try (KafkaStream stream = topics.stream().build()) {
            stream.subscribe(2, second);
            stream.publish(later);
            second.awaitAll(later);
            assertThat(stream.counts().read()).as("nothing is given twice").isEqualTo(later.size());
        }
        assertThat(worker.worked()).containsExactlyInAnyOrderElementsOf(blocks);
        assertThat(second.worked()).containsExactlyInAnyOrderElementsOf(later);
    }

    @Test
    void stopsBeforeABlockThatIsNotDone() {
        RecordingWorker worker = new RecordingWorker();
        Block open = new Block(1, 0, 100);
        LaneWorker busy = new LaneWorker() {
            @Override
            public BlockAnswer work(Block block) {
                return block.equals(open) ? BlockAnswer.BUSY : worker.work(block);
            }

            @Override
            public boolean workAny() {
                return false;
            }
        };
        List<Block> blocks = blocks(1);
        try (KafkaStream stream = topics.stream().build()) {
            stream.checkReady();
            stream.publish(blocks);
            stream.publish(List.of(open));
            stream.publish(blocks(2));
            stream.subscribe(2, busy);
            worker.awaitAll(blocks);
            worker.awaitAll(blocks(2));
        }
        int partition = Publisher.partition(open, TestTopics.PARTITIONS);
        assertThat(topic.committed(group))
                .containsEntry(partition, 10L)
                .hasSameSizeAs(topic.ends(TestTopics.PARTITIONS))
                .isNotEqualTo(topic.ends(TestTopics.PARTITIONS));

        RecordingWorker second = new RecordingWorker();
        try (KafkaStream stream = topics.stream().build()) {
            stream.subscribe(1, second);
            second.awaitAll(List.of(open));
        }
        assertThat(topic.committed(group)).isEqualTo(topic.ends(TestTopics.PARTITIONS));
    }

    @Test
    void countsWhatIsDropped() {
        List<Block> blocks = blocks(1);
        RecordingWorker worker = new RecordingWorker();
        LaneWorker dropping = new LaneWorker() {
            @Override
            public BlockAnswer work(Block block) {
                return block.rerunId() == 1 ? BlockAnswer.DROP : worker.work(block);
            }

            @Override
            public boolean workAny() {
                return false;
            }
        };
        try (KafkaStream stream = topics.stream().build()) {
            stream.checkReady();
            stream.publish(blocks);
            stream.publish(blocks(2));
            stream.subscribe(1, dropping);
            worker.awaitAll(blocks(2));
            await().untilAsserted(() -> assertThat(stream.counts())
                    .isEqualTo(new MessageCounts(2L * blocks.size(), 2L * blocks.size(), blocks.size(), 0)));
        }
        assertThat(topic.committed(group)).isEqualTo(topic.ends(TestTopics.PARTITIONS));
    }

    /** Ten for each of so many lanes as there are partitions, so that each partition has ten of a run. */
    private static List<Block> blocks(long rerunId) {
        List<Block> blocks = new ArrayList<>();
        for (int lane = 0; lane < TestTopics.PARTITIONS; lane++) {
            for (long upTo = 1; upTo <= 10; upTo++) {
                blocks.add(new Block(rerunId, lane, upTo));
            }
        }
        return blocks;
    }
}
