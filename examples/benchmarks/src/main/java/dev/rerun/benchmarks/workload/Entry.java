package dev.rerun.benchmarks.workload;

import java.time.Instant;

/**
 * An activity entry as contenders without an engine read it.
 *
 * @param id its number
 * @param orderingKey entries with one key are calculated in order
 * @param occurredAt when the work was performed
 * @param createdAt when it was entered
 * @param payload what was performed
 */
public record Entry(long id, String orderingKey, Instant occurredAt, Instant createdAt, String payload) {}
