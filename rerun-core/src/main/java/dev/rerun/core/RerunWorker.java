package dev.rerun.core;

import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.spi.Block;
import dev.rerun.core.spi.BlockAnswer;
import dev.rerun.core.spi.Lane;
import dev.rerun.core.spi.LaneWorker;
import dev.rerun.core.spi.RerunStore;
import dev.rerun.core.spi.Run;
import dev.rerun.core.spi.StoreTransaction;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Works on runs, batch by batch: begins those that are queued, and ends those that have nothing left. */
final class RerunWorker implements LaneWorker {
    private static final Logger log = LoggerFactory.getLogger(RerunEngines.class);

    private final RerunStore store;
    private final LaneBatch batches;
    private final Announcer announcer;
    private final Consumer<RerunReport> onEnd;
    private final AtomicInteger turn = new AtomicInteger();
    private final AtomicInteger nextLane = new AtomicInteger();
    private final Set<Long> failing = ConcurrentHashMap.newKeySet();

    RerunWorker(RerunStore store, LaneBatch batches, Announcer announcer, Consumer<RerunReport> onEnd) {
        this.store = store;
        this.batches = batches;
        this.announcer = announcer;
        this.onEnd = onEnd;
    }

    @Override
    public BlockAnswer work(Block block) {
        Sight sight = store.transaction(
                tx -> new Sight(tx.runs().find(block.rerunId()), tx.lanes().find(block.rerunId(), block.lane())));
        if (sight.run().isEmpty() || sight.run().get().status().terminal()) {
            return BlockAnswer.DROP;
        }
        Run run = sight.run().get();
        if (run.status() == RerunStatus.PREPARING || run.status() == RerunStatus.PAUSED) {
            return BlockAnswer.WAIT;
        }
        if (sight.lane().isEmpty()) {
            return BlockAnswer.DONE;
        }
        Lane lane = sight.lane().get();
        return RunLog.within(run.id(), run.app(), () -> workOn(run, lane, block.upTo()));
    }

    /** What a block is about, as it stands without locks. */
    private record Sight(Optional<Run> run, Optional<Lane> lane) {}

    private BlockAnswer workOn(Run run, Lane lane, long upTo) {
        begin(run);
        int number = lane.number();
        long watermark = lane.watermark();
        if (watermark < Math.min(upTo, lane.end())) {
            watermark = batches.work(run.id(), tx -> tx.lanes().claim(run.id(), number, number + 1))
                    .watermark();
        }
        if (watermark == 0) {
            return BlockAnswer.BUSY;
        }
        if (watermark >= lane.end()) {
            completeIfDone(run);
        }
        return watermark >= Math.min(upTo, lane.end()) ? BlockAnswer.DONE : BlockAnswer.MORE;
    }

    @Override
    public boolean workAny() {
        List<Run> runs = store.transaction(tx -> tx.runs().workable());
        int first = runs.isEmpty() ? 0 : Math.floorMod(turn.getAndIncrement(), runs.size());
        for (int i = 0; i < runs.size(); i++) {
            Run run = runs.get((first + i) % runs.size());
            if (RunLog.within(run.id(), run.app(), () -> workUnlessItFails(run))) {
                return true;
            }
        }
        return false;
    }

    /** A run whose work fails as a whole holds up no other. That it fails is said once, until it succeeds again. */
    private boolean workUnlessItFails(Run run) {
        try {
            boolean worked = workOn(run);
            failing.remove(run.id());
            return worked;
        } catch (RuntimeException e) {
            if (failing.add(run.id())) {
                log.warn("Rerun {}, A batch failed as a whole; it is tried again until it succeeds", run.id(), e);
            }
            return false;
        }
    }

    private boolean workOn(Run run) {
        begin(run);
        // Another lane each time, so that one that fails leaves the others their turn.
        int from = Math.floorMod(nextLane.getAndIncrement(), run.lanes());
        LaneBatch.Reached reached = batches.work(run.id(), tx -> claim(tx, run, from));
        if (reached.watermark() > 0 && !reached.end()) {
            return true;
        }
        return completeIfDone(run) || reached.watermark() > 0;
    }

    private static Optional<Lane> claim(StoreTransaction tx, Run run, int from) {
        Optional<Lane> claimed = tx.lanes().claim(run.id(), from, run.lanes());
        return claimed.isPresent() ? claimed : tx.lanes().claim(run.id(), 0, from);
    }

    /** Ends a run that has nothing outstanding. */
    void end(Run run) {
        begin(run);
        completeIfDone(run);
    }

    private void begin(Run run) {
        if (run.status() != RerunStatus.QUEUED) {
            return;
        }
        AtomicBoolean begun = new AtomicBoolean();
        Optional<RerunReport> running = Attempts.ofTransaction(store, tx -> {
            // Of a try before that begun it, only the answer to the commit was lost.
            boolean lost = begun.get() && isIn(tx.runs().find(run.id()), RerunStatus.RUNNING);
            begun.set(lost || tx.runs().begin(run.id()));
            return begun.get() ? tx.runs().report(run.id()) : Optional.empty();
        });
        running.ifPresent(announcer::announce);
    }

    private boolean completeIfDone(Run run) {
        if (store.transaction(tx -> hasOutstanding(tx, run))) {
            return false;
        }
        Optional<RerunReport> completed = complete(run);
        completed.ifPresent(onEnd);
        return completed.isPresent();
    }

    private static boolean hasOutstanding(StoreTransaction tx, Run run) {
        return !tx.lanes().outstanding(run.id(), 1).isEmpty();
    }

    /** Ends a run that is running and has nothing outstanding; returns its report if this call did it. */
    private Optional<RerunReport> complete(Run run) {
        AtomicReference<@Nullable RerunStatus> moved = new AtomicReference<>();
        return Attempts.ofTransaction(store, tx -> {
            Optional<Run> locked = tx.runs().lock(run.id());
            RerunStatus lost = moved.get();
            if (lost != null && isIn(locked, lost)) {
                // The answer to the commit of the try before was lost.
                return tx.runs().report(run.id());
            }
            if (!isIn(locked, RerunStatus.RUNNING) || hasOutstanding(tx, run)) {
                return Optional.empty();
            }
            boolean failures = tx.runs().report(run.id()).orElseThrow().failed() > 0;
            RerunStatus end = failures ? RerunStatus.COMPLETED_WITH_FAILURES : RerunStatus.COMPLETED;
            moved.set(end);
            tx.runs().moveTo(run.id(), end, null);
            return tx.runs().report(run.id());
        });
    }

    static boolean isIn(Optional<Run> run, RerunStatus status) {
        return run.isPresent() && run.get().status() == status;
    }
}
