package dev.rerun.kafka;

import dev.rerun.kafka.BlockFormat.Message;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the topic on a thread of its own, far ahead of the workers, and acknowledges what is done. The thread never waits for a
 * worker, so a batch may take as long as it likes without the group giving its partitions to another process.
 */
final class Reader {
    /** So many lanes are held before reading pauses. */
    private static final int MOST_LANES = 100_000;

    /** So many foreign messages are logged one by one, and of more each thousandth. */
    private static final int FOREIGN_LOGGED = 100;

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration FAREWELL = Duration.ofSeconds(2);
    private static final long COMMIT_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final Logger log = LoggerFactory.getLogger(KafkaStream.class);

    private final Topic topic;
    private final ClientSettings settings;
    private final String group;
    private final Backlog backlog;
    private final Thread thread = new Thread(this::run, "rerun-kafka-reader");
    private final AtomicLong read = new AtomicLong();
    private final AtomicLong skipped = new AtomicLong();
    private final Object farewell = new Object();
    private volatile boolean closed;

    Reader(Topic topic, ClientSettings settings, String group, Backlog backlog) {
        this.topic = topic;
        this.settings = settings;
        this.group = group;
        this.backlog = backlog;
    }

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    /** Acknowledges what is done, leaves the group and waits for the thread's end. */
    void close() {
        synchronized (farewell) {
            closed = true;
            // It touches no database, whose files an interrupt could close.
            thread.interrupt();
        }
        Threads.join(thread);
    }

    long read() {
        return read.get();
    }

    long skipped() {
        return skipped.get();
    }

    private void run() {
        String said = "";
        while (!closed) {
            try {
                topic.checkReadable(group);
                if (!said.isEmpty()) {
                    log.info("Topic {} can be read again", topic.name());
                    said = "";
                }
                new Membership().read();
            } catch (Throwable e) {
                String words = topic.failures().words(e);
                if (!closed && !words.equals(said)) {
                    log.warn("Workers cannot read topic {} and try again until they can: {}", topic.name(), words, e);
                    said = words;
                }
            }
            if (!closed) {
                LockSupport.parkNanos(RETRY_NANOS);
            }
        }
    }

    /** One membership in the group, from joining to leaving or failing. */
    private final class Membership implements ConsumerRebalanceListener {
        private final Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings.consumer(group));
        private final Map<Integer, Long> committed = new HashMap<>();
        private final Set<Integer> stopped = new HashSet<>();
        private boolean throttled;
        private long lastCommit = System.nanoTime();

        void read() {
            try {
                consumer.subscribe(List.of(topic.name()), this);
                while (!closed) {
                    for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
                        take(message);
                    }
                    throttle();
                    commitIfDue();
                }
            } finally {
                synchronized (farewell) {
                    // Set by closing, and in the way of what follows.
                    boolean unused = Thread.interrupted();
                }
                leave();
            }
        }

        private void leave() {
            Set<Integer> held = partitions(consumer.assignment());
            try {
                commitNow(held);
                consumer.close(CloseOptions.timeout(FAREWELL));
            } catch (KafkaException e) {
                log.debug("The group was not left in good order; it will notice", e);
            } finally {
                backlog.revoke(held);
            }
        }

        private void take(ConsumerRecord<byte[], byte[]> message) {
            if (stopped.contains(message.partition())) {
                return;
            }
            Message content = BlockFormat.read(message.value(), message.headers());
            if (content instanceof Message.Newer newer) {
                stop(message, newer.version());
                return;
            }
            read.incrementAndGet();
            if (content instanceof Message.Current current) {
                backlog.offer(message.partition(), message.offset(), current.block());
            } else if (content instanceof Message.Foreign foreign) {
                backlog.skip(message.partition(), message.offset());
                logSkipped(message, foreign, skipped.incrementAndGet());
            }
        }

        private void stop(ConsumerRecord<byte[], byte[]> message, int version) {
            TopicPartition partition = new TopicPartition(message.topic(), message.partition());
            log.warn(
                    "The message at {}@{} is of format version {} and this rerun reads up to {}: this process reads no further"
                            + " there; upgrade it",
                    partition,
                    message.offset(),
                    version,
                    BlockFormat.VERSION);
            stopped.add(message.partition());
            consumer.seek(partition, message.offset());
            consumer.pause(Set.of(partition));
        }

        private void throttle() {
            boolean full = backlog.lanes() >= MOST_LANES;
            if (full == throttled) {
                return;
            }
            throttled = full;
            if (full) {
                consumer.pause(consumer.assignment());
            } else {
                consumer.resume(consumer.assignment().stream()
                        .filter(partition -> !stopped.contains(partition.partition()))
                        .toList());
            }
        }

        private void commitIfDue() {
            long now = System.nanoTime();
            if (now - lastCommit < COMMIT_NANOS) {
                return;
            }
            lastCommit = now;
            Map<TopicPartition, OffsetAndMetadata> offsets = uncommitted(backlog.acknowledged());
            if (!offsets.isEmpty()) {
                consumer.commitAsync(offsets, (answered, failure) -> {
                    if (failure == null) {
                        answered.forEach((partition, offset) -> committed.put(partition.partition(), offset.offset()));
                    } else {
                        log.debug("Offsets were not committed; the next commit includes them", failure);
                    }
                });
            }
        }

        private void commitNow(Collection<Integer> partitions) {
            Map<Integer, Long> acknowledged = backlog.acknowledged();
            acknowledged.keySet().retainAll(partitions);
            try {
                Map<TopicPartition, OffsetAndMetadata> offsets = uncommitted(acknowledged);
                if (!offsets.isEmpty()) {
                    consumer.commitSync(offsets, FAREWELL);
                }
            } catch (KafkaException e) {
                log.debug("Offsets were not committed; whoever reads next finds in the database what is done", e);
            }
        }

        private Map<TopicPartition, OffsetAndMetadata> uncommitted(Map<Integer, Long> acknowledged) {
            Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
            acknowledged.forEach((partition, offset) -> {
                if (!offset.equals(committed.get(partition))) {
                    offsets.put(new TopicPartition(topic.name(), partition), new OffsetAndMetadata(offset));
                }
            });
            return offsets;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
            partitions(assigned).forEach(backlog::assign);
            if (throttled) {
                consumer.pause(assigned);
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
            commitNow(partitions(revoked));
            onPartitionsLost(revoked);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> lost) {
            Set<Integer> partitions = partitions(lost);
            backlog.revoke(partitions);
            committed.keySet().removeAll(partitions);
            stopped.removeAll(partitions);
        }
    }

    private static void logSkipped(ConsumerRecord<byte[], byte[]> message, Message.Foreign foreign, long count) {
        if (count <= FOREIGN_LOGGED || count % 1000 == 0) {
            log.warn(
                    "The message at {}-{}@{} is none of rerun's and is skipped: {}. skipped: {}",
                    message.topic(),
                    message.partition(),
                    message.offset(),
                    foreign.shown(),
                    count);
        }
    }

    private static Set<Integer> partitions(Collection<TopicPartition> partitions) {
        Set<Integer> numbers = new HashSet<>();
        partitions.forEach(partition -> numbers.add(partition.partition()));
        return numbers;
    }
}
