package dev.rerun.observation;

import dev.rerun.core.spi.LaneProgress;
import dev.rerun.core.spi.Observation;
import dev.rerun.core.spi.PrepareCounts;
import dev.rerun.core.spi.WorkObserver;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Notes what it is told, in words, and gives the context that it is made with. */
final class NotingObserver implements WorkObserver {
    private final List<String> notes = new CopyOnWriteArrayList<>();
    private final Map<String, String> context;

    NotingObserver(Map<String, String> context) {
        this.context = context;
    }

    List<String> notes() {
        return notes;
    }

    @Override
    public Observation<PrepareCounts> prepareBegins(long rerunId, String app) {
        notes.add("prepare of " + app);
        return new Noting<>();
    }

    @Override
    public Observation<LaneProgress> batchBegins(long rerunId, String app, int lane, Map<String, String> ofPrepare) {
        notes.add("batch of " + app + ", lane " + lane + ", " + ofPrepare);
        return new Noting<>();
    }

    private final class Noting<R> implements Observation<R> {
        @Override
        public Map<String, String> context() {
            return context;
        }

        @Override
        public Part enter() {
            notes.add("enter");
            Thread entered = Thread.currentThread();
            return () -> notes.add(entered == Thread.currentThread() ? "leave" : "leave on another thread");
        }

        @Override
        public void ended(R result) {
            notes.add(result.toString());
        }

        @Override
        public void failed(Throwable error) {
            notes.add(error.getClass().getSimpleName());
        }
    }
}
