package dev.rerun.benchmarks.contenders.floor;

import dev.rerun.benchmarks.server.BenchmarkFailedException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The messages of the floor behind Kafka: this lane, everything up to this number. */
final class FloorMessages implements AutoCloseable {
    private final Producer<byte[], byte[]> producer;
    private final String topic;
    private final int partitions;

    FloorMessages(String bootstrap, String topic, int partitions) {
        this.topic = topic;
        this.partitions = partitions;
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrap,
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.LINGER_MS_CONFIG,
                        5),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        producer.partitionsFor(topic);
    }

    /**
     * A message.
     *
     * @param turn the number of the turn that it belongs to
     * @param lane the lane
     * @param from the number before its first entry
     * @param upTo the number of its last entry
     */
    record Message(int turn, int lane, long from, long upTo) {
        private static final int LENGTH = 2 * Integer.BYTES + 2 * Long.BYTES;

        static Message read(byte[] bytes) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            return new Message(buffer.getInt(), buffer.getInt(), buffer.getLong(), buffer.getLong());
        }

        byte[] bytes() {
            return ByteBuffer.allocate(LENGTH)
                    .putInt(turn)
                    .putInt(lane)
                    .putLong(from)
                    .putLong(upTo)
                    .array();
        }
    }

    /** Publishes a message for each batch, a lane's all in one partition, and waits until the brokers hold them. */
    void publish(int turn, List<FloorPrepare.Lane> lanes, int batchSize) {
        List<Future<?>> sent = new ArrayList<>();
        for (FloorPrepare.Lane lane : lanes) {
            for (long from = 0; from < lane.end(); from += batchSize) {
                Message message = new Message(turn, lane.number(), from, Math.min(lane.end(), from + batchSize));
                sent.add(producer.send(new ProducerRecord<>(topic, lane.number() % partitions, null, message.bytes())));
            }
        }
        producer.flush();
        try {
            for (Future<?> one : sent) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new BenchmarkFailedException("a message could not be published", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkFailedException("the benchmark was interrupted", e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
