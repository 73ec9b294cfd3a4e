package dev.rerun.core;

import dev.rerun.api.RerunReport;
import dev.rerun.core.spi.Block;
import dev.rerun.core.spi.Lane;
import dev.rerun.core.spi.LaneProgress;
import dev.rerun.core.spi.Observation;
import dev.rerun.core.spi.Observation.Part;
import dev.rerun.core.spi.PrepareCounts;
import dev.rerun.core.spi.Run;
import dev.rerun.core.spi.WorkObserver;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** The observers of an engine, and the contexts that go with the runs. Where there are none, next to nothing is done. */
final class Observers {
    /** The contexts of so many runs are remembered, those that were needed last. */
    static final int MOST_CONTEXTS = 1_000;

    private final List<GuardedObserver> observers;
    private final Map<Long, Map<String, String>> contexts = new LinkedHashMap<>(16, 0.75f, true);

    Observers(List<WorkObserver> observers) {
        this.observers = observers.stream().map(GuardedObserver::new).toList();
    }

    boolean isEmpty() {
        return observers.isEmpty();
    }

    /** Has a prepare observed, and remembers its context while it goes on and after it is done. */
    @SuppressWarnings("try") // the part is there to be closed
    RerunReport prepare(long rerunId, String app, Supplier<RerunReport> work) {
        if (observers.isEmpty()) {
            return work.get();
        }
        Observed<PrepareCounts> observed = begin(rerunId, each -> each.prepareBegins(rerunId, app));
        remember(rerunId, observed.context());
        RerunReport report;
        try (Part part = observed.enter()) {
            report = work.get();
        } catch (RuntimeException | Error e) {
            forget(rerunId);
            observed.failed(e);
            throw e;
        }
        observed.ended(new PrepareCounts(report.total(), report.itemsDeleted(), report.kept()));
        return report;
    }

    Observed<LaneProgress> batch(Run run, Lane lane) {
        Map<String, String> context = contextOf(run.id());
        return begin(run.id(), each -> each.batchBegins(run.id(), run.app(), lane.number(), context));
    }

    private <R> Observed<R> begin(long rerunId, Function<WorkObserver, Observation<R>> begin) {
        List<GuardedObservation<R>> begun = new ArrayList<>();
        for (GuardedObserver observer : observers) {
            GuardedObservation<R> observation = observer.begin(rerunId, begin);
            if (observation != null) {
                begun.add(observation);
            }
        }
        return new Observed<>(begun);
    }

    /** Remembers the context that came with a block. */
    void remember(Block block) {
        remember(block.rerunId(), block.context());
    }

    private void remember(long rerunId, Map<String, String> context) {
        if (observers.isEmpty() || context.isEmpty()) {
            return;
        }
        synchronized (contexts) {
            contexts.put(rerunId, context);
            if (contexts.size() > MOST_CONTEXTS) {
                contexts.remove(contexts.keySet().iterator().next());
            }
        }
    }

    private void forget(long rerunId) {
        synchronized (contexts) {
            contexts.remove(rerunId);
        }
    }

    /** What goes with a run, as far as it is known here. */
    Map<String, String> contextOf(long rerunId) {
        if (observers.isEmpty()) {
            return Map.of();
        }
        synchronized (contexts) {
            return contexts.getOrDefault(rerunId, Map.of());
        }
    }
}
