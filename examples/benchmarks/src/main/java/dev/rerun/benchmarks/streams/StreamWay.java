package dev.rerun.benchmarks.streams;

import dev.rerun.benchmarks.server.BenchmarkBroker;
import dev.rerun.benchmarks.server.BenchmarkFailedException;
import dev.rerun.core.InProcessStream;
import dev.rerun.core.spi.ActivityStream;
import dev.rerun.kafka.KafkaStream;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * One way to bring queued entries to the workers.
 *
 * @param name what people call it
 * @param stream makes the stream for an engine, which closes it
 * @param whenQueued looks after what must hold when a run is queued
 */
record StreamWay(String name, Supplier<ActivityStream> stream, Runnable whenQueued) {
    private static final int PARTITIONS = 16;

    static StreamWay inProcess() {
        return new StreamWay("in process", InProcessStream::new, () -> {});
    }

    /** Over a topic, the same in all turns, as in production. */
    static StreamWay kafka(BenchmarkBroker broker) {
        String topic = broker.createTopic("activities", PARTITIONS);
        return new StreamWay(
                "Kafka",
                () -> KafkaStream.builder(broker.bootstrap()).topic(topic).build(),
                () -> checkNothingHeldBack(broker, topic));
    }

    /** An open transaction would hide messages from those who read only what is committed. */
    private static void checkNothingHeldBack(BenchmarkBroker broker, String topic) {
        Map<TopicPartition, Long> committed = broker.ends(topic, IsolationLevel.READ_COMMITTED);
        Map<TopicPartition, Long> all = broker.ends(topic, IsolationLevel.READ_UNCOMMITTED);
        if (!committed.equals(all)) {
            throw new BenchmarkFailedException(
                    "read_committed consumers see rerun's topic up to " + committed + " when it ends at " + all);
        }
    }
}
