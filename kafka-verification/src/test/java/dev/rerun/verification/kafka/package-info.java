/** Runs over Kafka on a real database, whatever fails. */
@NullMarked
package dev.rerun.verification.kafka;

import org.jspecify.annotations.NullMarked;
