/** The servers that are measured: PostgreSQL and Kafka, of the benchmark's own or given. */
@NullMarked
package dev.rerun.benchmarks.server;

import org.jspecify.annotations.NullMarked;
