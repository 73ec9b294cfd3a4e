package dev.rerun.core;

import dev.rerun.core.spi.Lane;
import dev.rerun.core.spi.LaneProgress;
import dev.rerun.core.spi.Observation.Part;
import dev.rerun.core.spi.Run;
import org.jspecify.annotations.Nullable;

/** A batch as observers see it: from its first try that held a lane to the end of the last one. */
final class ObservedBatch {
    private static final LaneProgress NOTHING = new LaneProgress(0, 0, 0, 0, 0, 0);

    private final Observers observers;
    private @Nullable Current current;

    ObservedBatch(Observers observers) {
        this.observers = observers;
    }

    private record Current(int lane, Observed<LaneProgress> observed, Part part) {}

    /** A try works on a lane. Tried again, a batch may get another one; then it is another batch. */
    void begins(Run run, Lane lane) {
        if (observers.isEmpty() || (current != null && current.lane() == lane.number())) {
            return;
        }
        ended(NOTHING);
        Observed<LaneProgress> observed = observers.batch(run, lane);
        current = new Current(lane.number(), observed, observed.enter());
    }

    void ended(LaneProgress progress) {
        Current ending = left();
        if (ending != null) {
            ending.observed().ended(progress);
        }
    }

    void failed(Throwable error) {
        Current ending = left();
        if (ending != null) {
            ending.observed().failed(error);
        }
    }

    private @Nullable Current left() {
        Current ending = current;
        current = null;
        if (ending != null) {
            ending.part().close();
        }
        return ending;
    }
}
