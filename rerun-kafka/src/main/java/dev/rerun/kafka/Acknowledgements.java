package dev.rerun.kafka;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What brokers say of messages that were sent. A producer's own flush waits for ever if it has no ID yet and no broker answers,
 * whatever its time-outs; this does not.
 */
final class Acknowledgements implements Callback {
    private long sent;
    private long answered;
    private @Nullable Exception failure;

    /** To be called before each send. */
    synchronized void expectOne() {
        sent++;
    }

    @Override
    public synchronized void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception exception) {
        answered++;
        if (failure == null) {
            failure = exception;
        }
        notifyAll();
    }

    /** Waits until all that was sent is held, and answers how many messages that was; throws what a send failed with. */
    synchronized long await(Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (answered < sent && failure == null) {
            long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (millis <= 0) {
                throw new TimeoutException(
                        (sent - answered) + " of " + sent + " messages were not acknowledged within " + atMost);
            }
            try {
                wait(millis);
            } catch (InterruptedException e) {
                throw new InterruptException(e);
            }
        }
        if (failure != null) {
            throw new KafkaException(failure);
        }
        return sent;
    }
}
