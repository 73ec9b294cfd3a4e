package dev.rerun.benchmarks.contenders.engine;

import dev.rerun.benchmarks.contenders.Stopwatch;
import dev.rerun.core.spi.LaneProgress;
import dev.rerun.core.spi.Observation;
import dev.rerun.core.spi.PrepareCounts;
import dev.rerun.core.spi.WorkObserver;
import java.util.Map;
import java.util.function.Consumer;

/** Tells a stopwatch when batches are committed. */
record FirstBatch(Stopwatch watch) implements WorkObserver {
    private static <R> Observation<R> observation(Consumer<R> end) {
        return new Observation<>() {
            @Override
            public void ended(R result) {
                end.accept(result);
            }

            @Override
            public void failed(Throwable error) {}
        };
    }

    @Override
    public Observation<PrepareCounts> prepareBegins(long rerunId, String app) {
        return observation(counts -> {});
    }

    @Override
    public Observation<LaneProgress> batchBegins(long rerunId, String app, int lane, Map<String, String> context) {
        return observation(progress -> {
            if (progress.created() > 0) {
                watch.result();
            }
        });
    }
}
