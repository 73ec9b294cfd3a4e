package dev.rerun.kafka;

import dev.rerun.core.spi.Block;
import java.time.Duration;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Writes blocks to the topic. One publication after another; safe for all threads. */
final class Publisher {
    private final Topic topic;
    private final ClientSettings settings;
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
            throw topic.failures().inWords(e);
        }
    }

    /**
     * By a producer of its own: there are few publications, and one that outlives its topic, which may be deleted and made again,
     * can wait in vain for what it knew of the old one.
     */
    private long send(Iterable<Block> blocks) {
        Producer<byte[], byte[]> producer = new KafkaProducer<>(settings.producer());
        try {
            int partitions = producer.partitionsFor(topic.name()).size();
            Acknowledgements acknowledgements = new Acknowledgements();
            for (Block block : blocks) {
                ProducerRecord<byte[], byte[]> message = new ProducerRecord<>(
                        topic.name(), partition(block, partitions), BlockFormat.key(block), BlockFormat.value(block));
                BlockFormat.writeContext(block, message.headers());
                acknowledgements.expectOne();
                var unused = producer.send(message, acknowledgements);
            }
            return acknowledgements.await(settings.publication());
        } finally {
            // All that was sent is acknowledged by now, or given up.
            producer.close(Duration.ZERO);
        }
    }

    /** All of a lane in one partition; the lanes of a run spread evenly, and runs of one lane too. */
    static int partition(Block block, int partitions) {
        return Math.floorMod(Long.hashCode(block.rerunId()) + block.lane(), partitions);
    }

    synchronized long published() {
        return published;
    }

    /** Waits for the publication that is under way, and refuses those that come. */
    synchronized void close() {
        closed = true;
    }
}
