package dev.rerun.core;

import dev.rerun.api.RerunReport;
import dev.rerun.core.spi.Lane;
import dev.rerun.core.spi.RerunStore;
import dev.rerun.core.spi.Run;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the runs of the store, whichever process began them: fails those whose preparing process is gone, ends those
 * that have nothing left, and publishes again what is outstanding of those that stand still. Each engine does it; what two
 * of them publish does no more harm than what one does.
 */
final class Sweeper {
    private static final int MOST_DOUBLINGS = 6;
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private static final Logger log = LoggerFactory.getLogger(RerunEngines.class);

    private final RerunStore store;
    private final Publication publication;
    private final Starter starter;
    private final RerunWorker worker;
    private final Consumer<RerunReport> onEnd;
    private final Duration stalledAfter;
    private final Periodic sweeps = new Periodic("rerun-sweeper", PAUSE, this::sweep);
    private final Map<Long, Sight> last = new HashMap<>();
    private final Set<String> failing = new HashSet<>();

    Sweeper(
            RerunStore store,
            Publication publication,
            Starter starter,
            RerunWorker worker,
            Consumer<RerunReport> onEnd,
            Duration stalledAfter) {
        this.store = store;
        this.publication = publication;
        this.starter = starter;
        this.worker = worker;
        this.onEnd = onEnd;
        this.stalledAfter = stalledAfter;
    }

    /**
     * What was outstanding of a run, since when it has been the same or was published again, and how often that was: each time it
     * is twice as long until the next, so that a run which nobody works on fills no topic.
     */
    private record Sight(List<Lane> outstanding, long sinceNanos, int publications) {
        boolean isDue(long now, Duration stalledAfter) {
            return now - sinceNanos >= stalledAfter.toNanos() << Math.min(publications, MOST_DOUBLINGS);
        }
    }

    void open() {
        sweeps.open();
    }

    void close() {
        sweeps.close();
    }

    void sweep() {
        attempt("abandoned runs", () -> store.transaction(starter::failAbandoned)
                .forEach(onEnd));
        attempt("runs that stand still", this::lookAfterAll);
    }

    private void lookAfterAll() {
        List<Run> runs = worker.workable();
        last.keySet().retainAll(runs.stream().map(Run::id).toList());
        for (Run run : runs) {
            RunLog.within(run.id(), run.app(), () -> {
                attempt("rerun " + run.id(), () -> lookAfter(run));
                return null;
            });
        }
    }

    /** Fails once in the log, until it succeeds: what is out of order for an hour need not fill it. */
    private void attempt(String subject, Runnable work) {
        try {
            work.run();
            failing.remove(subject);
        } catch (Throwable e) {
            if (failing.add(subject)) {
                log.warn("Looking after {} failed; it is tried again until it succeeds", subject, e);
            }
        }
    }

    private void lookAfter(Run run) {
        List<Lane> outstanding = store.transaction(tx -> tx.lanes().open(run.id(), Integer.MAX_VALUE));
        if (outstanding.isEmpty()) {
            worker.end(run);
            return;
        }
        long now = System.nanoTime();
        Sight before = last.get(run.id());
        if (before == null || !before.outstanding().equals(outstanding)) {
            last.put(run.id(), new Sight(outstanding, now, 0));
        } else if (before.isDue(now, stalledAfter.plus(run.options().pauseBetweenEntries()))) {
            publish(run, outstanding, now - before.sinceNanos());
            last.put(run.id(), new Sight(outstanding, now, before.publications() + 1));
        }
    }

    private void publish(Run run, List<Lane> outstanding, long nanos) {
        publication.checkReady();
        publication.publish(run, outstanding);
        log.warn(
                "Rerun {}, No entry was processed for {} s; what is outstanding was published again. lanes: {}, entries: {}",
                run.id(),
                TimeUnit.NANOSECONDS.toSeconds(nanos),
                outstanding.size(),
                outstanding.stream()
                        .mapToLong(lane -> lane.end() - lane.watermark())
                        .sum());
    }
}
