package dev.rerun.benchmarks.growth;

import dev.rerun.benchmarks.workload.PlainWorkload;

/**
 * What is measured once.
 *
 * @param series what differs from what is usual
 * @param value how much of it there is
 * @param workload the history
 * @param batchSize how many entries are calculated in one transaction
 * @param workers how many threads calculate
 */
record Point(Series series, long value, PlainWorkload workload, int batchSize, int workers) {}
