package dev.rerun.benchmarks.contenders.floor;

import dev.rerun.benchmarks.contenders.Stopwatch;
import dev.rerun.benchmarks.contenders.floor.FloorMessages.Message;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** One thread of the floor behind Kafka: a member of the group that works on what it is sent. */
final class FloorConsumer implements Callable<Long> {
    private static final Duration POLL = Duration.ofMillis(20);
    private static final int MESSAGES_AT_A_TIME = 8;
    private static final int HOUR_MILLIS = 3_600_000;

    /** Of which group, at which brokers, for which topic. */
    record Member(String bootstrap, String topic, String group) {}

    private final Map<String, Object> settings;
    private final String topic;
    private final int turn;
    private final FloorLoop loop;
    private final CountDownLatch committed;
    private final AtomicLong left;
    private final Stopwatch watch;

    /**
     * Waits with its work until the prepare is committed, ends when nothing is left for all members together, and drops what an
     * earlier turn did not acknowledge.
     */
    FloorConsumer(Member member, int turn, FloorLoop loop, CountDownLatch committed, AtomicLong left, Stopwatch watch) {
        this.settings = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                member.bootstrap(),
                ConsumerConfig.GROUP_ID_CONFIG,
                member.group(),
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                MESSAGES_AT_A_TIME,
                ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG,
                HOUR_MILLIS,
                ConsumerConfig.CONNECTIONS_MAX_IDLE_MS_CONFIG,
                HOUR_MILLIS);
        this.topic = member.topic();
        this.turn = turn;
        this.loop = loop;
        this.committed = committed;
        this.left = left;
        this.watch = watch;
    }

    @Override
    public Long call() throws SQLException, InterruptedException {
        long done = 0;
        try (Consumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(topic));
            while (left.get() > 0) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
                if (records.isEmpty()) {
                    continue;
                }
                for (ConsumerRecord<byte[], byte[]> one : records) {
                    Message message = Message.read(one.value());
                    if (message.turn() == turn) {
                        committed.await();
                        done += work(message);
                    }
                }
                // Only now, so that nothing is lost; what is sent again is passed over.
                consumer.commitAsync();
            }
            return done;
        } finally {
            // If this one fails, the others would wait for its share.
            left.set(0);
        }
    }

    private long work(Message message) throws SQLException {
        long entries = loop.work(message.lane(), message.from(), message.upTo(), FloorContender.BATCH_SIZE);
        if (left.addAndGet(-entries) == 0) {
            watch.lastResult();
        }
        return entries;
    }
}
