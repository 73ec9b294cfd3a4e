package dev.rerun.benchmarks.history;

import dev.rerun.benchmarks.server.BenchmarkFailedException;
import dev.rerun.core.spi.PrepareCounts;
import org.jspecify.annotations.Nullable;

/** Sees to it that all turns do the same: only then does a comparison of their times mean something. */
public final class SameWork {
    private final Dataset dataset;
    private @Nullable WorkDone first;

    public SameWork(Dataset dataset) {
        this.dataset = dataset;
    }

    public void check(String way, PrepareCounts counts, WorkDone done) {
        WorkDone before = first == null ? done : first;
        first = before;
        if (!counts.equals(dataset.expected()) || !done.equals(before)) {
            throw new BenchmarkFailedException(way + " did something else: " + counts + " in place of "
                    + dataset.expected() + ", leaving " + done + " in place of " + before);
        }
    }
}
