package dev.rerun.reliability.faults;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Puts a time on each message that a process would whose clock is off. Consumers, who are given it too, read what there is. */
public final class ClockOff implements ProducerInterceptor<byte[], byte[]>, ConsumerInterceptor<byte[], byte[]> {
    static final String MINUTES = "clock.off.minutes";

    private long millis;

    @Override
    public void configure(Map<String, ?> settings) {
        millis = 60_000L * Long.parseLong(String.valueOf(settings.get(MINUTES)));
    }

    @Override
    public ProducerRecord<byte[], byte[]> onSend(ProducerRecord<byte[], byte[]> message) {
        return new ProducerRecord<>(
                message.topic(),
                message.partition(),
                System.currentTimeMillis() + millis,
                message.key(),
                message.value(),
                message.headers());
    }

    @Override
    public void onAcknowledgement(RecordMetadata metadata, @Nullable Exception failure) {
        // Whoever sent the message hears of it.
    }

    @Override
    public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> messages) {
        return messages;
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        // They have no time.
    }

    @Override
    public void close() {
        // There is nothing to close.
    }
}
