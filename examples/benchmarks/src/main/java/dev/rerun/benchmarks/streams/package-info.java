/** The command {@code kafka}: the stream over Kafka against the one in the process. */
@NullMarked
package dev.rerun.benchmarks.streams;

import org.jspecify.annotations.NullMarked;
