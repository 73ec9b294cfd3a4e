package dev.rerun.observation;

import dev.rerun.core.spi.LaneProgress;
import dev.rerun.core.spi.Observation;
import dev.rerun.core.spi.PrepareCounts;
import dev.rerun.core.spi.WorkObserver;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An observer that throws, or gives nothing, at one place of each piece of work. */
final class FailingObserver implements WorkObserver {
    enum Place {
        BEGIN,
        NO_OBSERVATION,
        CONTEXT,
        NO_CONTEXT,
        ENTER,
        NO_PART,
        LEAVE,
        END
    }

    private final Place place;
    private volatile boolean well;

    FailingObserver(Place place) {
        this.place = place;
    }

    void heal() {
        well = true;
    }

    void breakAgain() {
        well = false;
    }

    private boolean isAt(Place reached) {
        return !well && place == reached;
    }

    private void failAt(Place reached) {
        if (isAt(reached)) {
            throw new LinkageError("made to fail by the test");
        }
    }

    @Override
    public Observation<PrepareCounts> prepareBegins(long rerunId, String app) {
        return begin();
    }

    @Override
    public Observation<LaneProgress> batchBegins(long rerunId, String app, int lane, Map<String, String> context) {
        return begin();
    }

    private <R> Observation<R> begin() {
        failAt(Place.BEGIN);
        return isAt(Place.NO_OBSERVATION) ? nothing() : new Failing<>();
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // what a host without null checks may return
    private static <T> T nothing() {
        @Nullable T none = null;
        return none;
    }

    private final class Failing<R> implements Observation<R> {
        @Override
        public Map<String, String> context() {
            failAt(Place.CONTEXT);
            return isAt(Place.NO_CONTEXT) ? nothing() : Map.of();
        }

        @Override
        public Part enter() {
            failAt(Place.ENTER);
            return isAt(Place.NO_PART) ? nothing() : () -> failAt(Place.LEAVE);
        }

        @Override
        public void ended(R result) {
            failAt(Place.END);
        }

        @Override
        public void failed(Throwable error) {
            failAt(Place.END);
        }
    }
}
