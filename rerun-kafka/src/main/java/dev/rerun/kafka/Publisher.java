package dev.rerun.kafka;

import dev.rerun.core.spi.Block;
import java.time.Duration;
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
        } catch (Exception e) {
            // The next publication begins with a producer that knows nothing of this one.
            disconnect();
            throw topic.failures().inWords(e);
        }
    }

    private long send(Iterable<Block> blocks) throws Exception {
        if (producer == null) {
            producer = new KafkaProducer<>(settings.producer());
        }
        int partitions = producer.partitionsFor(topic.name()).size();
        Acknowledgements acknowledgements = new Acknowledgements();
        for (Block block : blocks) {
            acknowledgements.expectOne();
            var unused = producer.send(
                    new ProducerRecord<>(
                            topic.name(),
                            partition(block, partitions),
                            BlockFormat.key(block),
                            BlockFormat.value(block)),
                    acknowledgements);
        }
        return acknowledgements.await(settings.publication());
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
            // All that was sent is acknowledged by now, or given up.
            producer.close(Duration.ZERO);
            producer = null;
        }
    }
}
