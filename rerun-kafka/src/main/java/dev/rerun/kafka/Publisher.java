package dev.rerun.kafka;

import dev.rerun.core.spi.Block;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Writes blocks to the topic. One publication after another; safe for all threads. */
final class Publisher {
    private final Topic topic;
    private final ClientSettings settings;
    private @Nullable Producer<byte[], byte[]> producer;
    private long published;
    private boolean closed;

    Publisher(Topic topic, ClientSettings settings) {
        this.topic = topic;
        this.settings = settings;
    }

    /** Returns when all in-sync replicas hold the blocks. */
    synchronized void publish(Iterable<Block> blocks) {
        if (closed) {
            throw new IllegalStateException("this stream is closed; make another one");
        }
        try {
            published += send(blocks);
        } catch (RuntimeException e) {
            // The next publication begins with a producer that knows nothing of this one.
            disconnect();
            throw topic.failures().inWords(e);
        }
    }

    private long send(Iterable<Block> blocks) {
        if (producer == null) {
            producer = new KafkaProducer<>(settings.producer());
        }
        int partitions = producer.partitionsFor(topic.name()).size();
        AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
        long sent = 0;
        for (Block block : blocks) {
            var record = new ProducerRecord<>(
                    topic.name(), partition(block, partitions), BlockFormat.key(block), BlockFormat.value(block));
            var unused = producer.send(record, (metadata, exception) -> {
                if (exception != null) {
                    failure.compareAndSet(null, exception);
                }
            });
            sent++;
        }
        producer.flush();
        Exception failed = failure.get();
        if (failed != null) {
            throw topic.failures().inWords(failed);
        }
        return sent;
    }

    /** All of a lane in one partition; the lanes of a run spread evenly, and runs of one lane too. */
    static int partition(Block block, int partitions) {
        return Math.floorMod(Long.hashCode(block.rerunId()) + block.lane(), partitions);
    }

    synchronized long published() {
        return published;
    }

    synchronized void close() {
        closed = true;
        disconnect();
    }

    private void disconnect() {
        if (producer != null) {
            // All that was sent is known by now, so there is nothing to wait for.
            producer.close(Duration.ZERO);
            producer = null;
        }
    }
}
