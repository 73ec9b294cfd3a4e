package dev.rerun.console.runs;

import dev.rerun.api.RerunReport;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/** Hands the progress of runs to those who watch one. A watcher must come back at once. */
@Component
public class ProgressFeed {
    private final Set<Watcher> watchers = ConcurrentHashMap.newKeySet();

    /** Watches one run. */
    public interface Watcher {
        /** Whose progress. */
        long rerunId();

        /** The run is there now. */
        void progress(RerunReport report);

        /** The register's totals after the run are known. */
        void totals();
    }

    /** Tells a watcher from now on, until it is removed. */
    public void add(Watcher watcher) {
        watchers.add(watcher);
    }

    /** Tells a watcher no more. */
    public void remove(Watcher watcher) {
        watchers.remove(watcher);
    }

    void progress(RerunReport report) {
        of(report.id(), watcher -> watcher.progress(report));
    }

    void totals(long rerunId) {
        of(rerunId, Watcher::totals);
    }

    private void of(long rerunId, Consumer<Watcher> call) {
        for (Watcher watcher : watchers) {
            if (watcher.rerunId() == rerunId) {
                call.accept(watcher);
            }
        }
    }
}
