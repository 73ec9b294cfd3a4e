package dev.rerun.core;

import dev.rerun.core.spi.ActivityStream;
import dev.rerun.core.spi.Block;
import dev.rerun.core.spi.Lane;
import dev.rerun.core.spi.RerunStore;
import dev.rerun.core.spi.Run;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes what is outstanding of a run that was queued before. */
final class Publication {
    private static final Logger log = LoggerFactory.getLogger(RerunEngines.class);

    private final RerunStore store;
    private final ActivityStream stream;
    private final Observers observers;

    Publication(RerunStore store, ActivityStream stream, Observers observers) {
        this.observers = observers;
        this.store = store;
        this.stream = stream;
    }

    void checkReady() {
        stream.checkReady();
    }

    /** One block stands for all that a lane has outstanding, so it is in sequence by itself. */
    void publish(Run run, List<Lane> outstanding) {
        Map<String, String> context = observers.contextOf(run.id());
        stream.publish(outstanding.stream()
                .map(lane -> new Block(run.id(), lane.number(), lane.end(), context))
                .toList());
    }

    /** After a commit, so a failure changes nothing: what stands still is published again by the sweeper. */
    void publishAgain(Run run) {
        try {
            publish(run, store.transaction(tx -> tx.lanes().open(run.id(), Integer.MAX_VALUE)));
        } catch (RuntimeException e) {
            log.warn(
                    "Rerun {}, What was queued again could not be published; it will be when the run has stood still",
                    run.id(),
                    e);
        }
    }
}
