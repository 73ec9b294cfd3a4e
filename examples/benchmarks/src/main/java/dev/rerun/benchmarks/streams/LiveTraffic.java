package dev.rerun.benchmarks.streams;

import dev.rerun.benchmarks.measure.Delays;
import dev.rerun.benchmarks.server.BenchmarkBroker;
import dev.rerun.benchmarks.server.BenchmarkFailedException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.apache.kafka.common.serialization.LongSerializer;

/**
 * What goes on in a topic of its own meanwhile: a producer that writes at a steady rate, and a consumer that reads what is
 * committed. Each message says when it was due, so a producer that is held up shows as much as a consumer that is.
 */
final class LiveTraffic implements AutoCloseable {
    static final int PER_SECOND = 200;

    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1) / PER_SECOND;
    private static final Duration POLL = Duration.ofMillis(100);

    private final TopicPartition place;
    private final Arrivals arrivals = new Arrivals();
    private final Producer<Long, Long> producer;
    private final Consumer<Long, Long> consumer;
    private final Thread writer = thread("live-producer", this::write);
    private final Thread reader = thread("live-consumer", this::read);
    private volatile boolean closed;

    private LiveTraffic(String bootstrap, String topic) {
        place = new TopicPartition(topic, 0);
        producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap, ProducerConfig.LINGER_MS_CONFIG, 0),
                new LongSerializer(),
                new LongSerializer());
        consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrap,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false),
                new LongDeserializer(),
                new LongDeserializer());
        consumer.assign(List.of(place));
    }

    /** Begins to write and read. */
    static LiveTraffic in(BenchmarkBroker broker) {
        LiveTraffic traffic = new LiveTraffic(broker.bootstrap(), broker.createTopic("live", 1));
        traffic.writer.start();
        traffic.reader.start();
        return traffic;
    }

    /** The delays of what was due from an instant of {@link System#nanoTime} on, until another, which may be to come. */
    Delays between(long fromNanos, long toNanos) {
        try {
            return arrivals.between(fromNanos, toNanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkFailedException("the benchmark was interrupted", e);
        }
    }

    private void write() {
        try (producer) {
            long due = System.nanoTime();
            while (!closed) {
                for (long now = System.nanoTime(); due - now > 0; now = System.nanoTime()) {
                    LockSupport.parkNanos(due - now);
                }
                var unused = producer.send(new ProducerRecord<>(place.topic(), 0, null, due), (written, failure) -> {
                    if (failure != null) {
                        arrivals.failed(failure);
                    }
                });
                due += INTERVAL_NANOS;
            }
        }
    }

    private void read() {
        try (consumer) {
            while (!closed) {
                for (ConsumerRecord<Long, Long> message : consumer.poll(POLL)) {
                    arrivals.add(message.value(), System.nanoTime());
                }
            }
        }
    }

    private Thread thread(String name, Runnable work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (RuntimeException e) {
                        arrivals.failed(e);
                    }
                },
                name);
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void close() {
        closed = true;
        try {
            writer.join();
            reader.join();
        } catch (
                @SuppressWarnings("unused")
                InterruptedException e) {
            // They end by themselves.
            Thread.currentThread().interrupt();
        }
    }
}
