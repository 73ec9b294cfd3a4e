package dev.rerun.benchmarks.report;

import dev.rerun.benchmarks.contenders.Turn;
import dev.rerun.benchmarks.measure.HeapPeak;
import java.util.List;

/**
 * What one contender took for one workload.
 *
 * @param workload the workload's name
 * @param contender the contender's name
 * @param family what the contender is a variant of
 * @param entries how many entries were calculated again in each turn
 * @param threads how many threads worked on it
 * @param turns its turns, in the order of the rounds, at least one
 * @param heap what it took of this process's memory at most
 */
public record Measurement(
        String workload, String contender, String family, long entries, int threads, List<Turn> turns, HeapPeak heap) {
    public Measurement {
        turns = List.copyOf(turns);
    }

    public Spread prepare() {
        return new Spread(turns.stream().map(Turn::prepare).toList());
    }

    public Spread reprocess() {
        return new Spread(turns.stream().map(Turn::reprocess).toList());
    }

    /** From the start of the rerun to the first items that it committed. */
    public Spread firstResult() {
        return new Spread(turns.stream().map(Turn::firstResult).toList());
    }

    /** Entries in a second, in each round. */
    public Spread rates() {
        return new Spread(turns.stream().map(turn -> entries / turn.reprocess()).toList());
    }
}
