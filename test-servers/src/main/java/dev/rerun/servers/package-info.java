/** Real servers for this project's own tests and benchmarks: databases and Kafka brokers, all from Maven artifacts. */
@NullMarked
package dev.rerun.servers;

import org.jspecify.annotations.NullMarked;
