package dev.rerun.benchmarks.contenders;

import dev.rerun.core.spi.PrepareCounts;
import java.util.Optional;

/**
 * What one turn took and did.
 *
 * @param prepare seconds until the deletion was committed and the entries were queued, as far as the contender queues
 * @param firstResult seconds until the first new items were committed, from the same beginning
 * @param reprocess seconds from the end of the prepare until the last new items were committed
 * @param done how many entries were calculated
 * @param counts what the prepare told of its work; empty if it does not count
 */
public record Turn(double prepare, double firstResult, double reprocess, long done, Optional<PrepareCounts> counts) {}
