package dev.rerun.reliability.crash;

import dev.rerun.core.RerunEngines;
import dev.rerun.core.spi.Block;
import dev.rerun.reliability.harbour.Job;
import dev.rerun.reliability.harbour.Rows;
import dev.rerun.servers.KafkaCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.awaitility.Awaitility;

/**
 * What carries word of a point's entries: its processes themselves, or a topic of its own.
 *
 * @param topic the topic, if there is one
 * @param blocks what is in it when the first process begins
 */
record Carrier(Optional<Topic> topic, List<Block> blocks) implements AutoCloseable {
    private static final Duration LONG = Duration.ofMinutes(3);
    private static final long BATCH = 3;
    private static final Set<Job> OF_A_RUN_NOT_OVER = Set.of(Job.PAUSE, Job.RESUME, Job.CANCEL);

    private static boolean used;

    static Carrier of(Errand errand, DataSource database, long run) {
        if (!errand.overKafka()) {
            return new Carrier(Optional.empty(), List.of());
        }
        Topic topic = newTopic();
        List<Block> blocks = OF_A_RUN_NOT_OVER.contains(errand.job()) ? blocks(database, run) : List.of();
        if (errand.job() != Job.START && errand.job() != Job.OPEN) {
            topic.fill(blocks);
        }
        return new Carrier(Optional.of(topic), blocks);
    }

    /** A broker that never had a group lets the first one wait and ask again, which takes more steps. */
    private static synchronized KafkaCluster usedCluster() {
        KafkaCluster cluster = KafkaCluster.shared();
        if (!used) {
            Topic first = new Topic(cluster.bootstrap(), cluster.newTopicName());
            first.fill(List.of());
            used = first.isAcknowledged();
        }
        return cluster;
    }

    private static Topic newTopic() {
        KafkaCluster cluster = usedCluster();
        return new Topic(cluster.bootstrap(), cluster.newTopicName());
    }

    /** What the run's start published. */
    private static List<Block> blocks(DataSource database, long run) {
        List<Block> blocks = new ArrayList<>();
        List<String> ends =
                Rows.texts(database, "select end_seq from rerun_lane where rerun_id = " + run + " order by lane");
        for (int lane = 0; lane < ends.size(); lane++) {
            long end = Long.parseLong(ends.get(lane));
            for (long from = 0; from < end; from += BATCH) {
                blocks.add(new Block(run, lane, Math.min(from + BATCH, end)));
            }
        }
        return blocks;
    }

    RerunEngines.Builder carryFor(RerunEngines.Builder engine) {
        return topic.map(kafka -> kafka.carryFor(engine)).orElse(engine);
    }

    /** Waits until nothing is left in the topic that anybody would still have to look at. */
    void awaitAcknowledgement() {
        topic.ifPresent(kafka -> Awaitility.await()
                .alias("all messages are acknowledged")
                .atMost(LONG)
                .ignoreExceptionsInstanceOf(UnknownTopicOrPartitionException.class)
                .until(kafka::isAcknowledged));
    }

    @Override
    public void close() {
        topic.ifPresent(Topic::delete);
    }
}
