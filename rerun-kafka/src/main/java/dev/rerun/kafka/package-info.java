/**
 * The stream over Kafka: {@link dev.rerun.kafka.KafkaStream} publishes a run's lanes to a topic of their own, and workers of
 * any number of processes read them as one consumer group.
 */
@NullMarked
package dev.rerun.kafka;

import org.jspecify.annotations.NullMarked;
