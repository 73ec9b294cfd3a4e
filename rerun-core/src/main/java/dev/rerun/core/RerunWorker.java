package dev.rerun.core;

import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.spi.Block;
import dev.rerun.core.spi.BlockAnswer;
import dev.rerun.core.spi.Lane;
import dev.rerun.core.spi.LaneProgress;
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
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Works on runs, batch by batch: begins those that are queued, and ends those that have nothing left. */
final class RerunWorker implements LaneWorker {
    private static final Logger log = LoggerFactory.getLogger(RerunEngines.class);

    private final RerunStore store;
    private final LaneWork lanes;
    private final LaneBatch batches;
    private final Pace pace;
    private final Brake brake;
    private final Ending ending;
    private final Observers observers;
    private final Consumer<RerunReport> news;
    private final AtomicInteger turn = new AtomicInteger();
    private final AtomicInteger nextLane = new AtomicInteger();
    private final Set<Long> failing = ConcurrentHashMap.newKeySet();

    RerunWorker(RerunStore store, LaneWork lanes, Pace pace, Observers observers, Consumer<RerunReport> news) {
        this.observers = observers;
        this.store = store;
        this.lanes = lanes;
        this.batches = new LaneBatch(store, lanes, observers);
        this.pace = pace;
        this.brake = new Brake(store, news);
        this.ending = new Ending(store, news);
        this.news = news;
    }

    @Override
    public BlockAnswer work(Block block) {
        Sight sight = store.transaction(
                tx -> new Sight(tx.runs().find(block.rerunId()), tx.lanes().find(block.rerunId(), block.lane())));
        if (sight.run().isEmpty() || sight.run().get().status().terminal()) {
            return BlockAnswer.DROP;
        }
        Run run = sight.run().get();
        if (run.status() == RerunStatus.PREPARING || run.status() == RerunStatus.PAUSED || !lanes.takes(run)) {
            return BlockAnswer.WAIT;
        }
        if (sight.lane().isEmpty()) {
            return BlockAnswer.DONE;
        }
        Lane lane = sight.lane().get();
        observers.remember(block);
        return RunLog.within(run.id(), run.app(), () -> workOn(run, lane, block.upTo()));
    }

    /** What a block is about, as it stands without locks. */
    private record Sight(Optional<Run> run, Optional<Lane> lane) {}

    private BlockAnswer workOn(Run run, Lane lane, long upTo) {
        begin(run);
        int number = lane.number();
        long watermark = lane.watermark();
        if (watermark < Math.min(upTo, lane.gate())) {
            if (!pace.awaitTurn(run)) {
                return BlockAnswer.WAIT;
            }
            LaneProgress reached = work(run, tx -> tx.lanes().claim(run.id(), number, number + 1));
            if (reached.watermark() == 0) {
                return BlockAnswer.BUSY;
            }
            watermark = reached.watermark();
        }
        if (watermark >= lane.gate()) {
            ending.endIfDone(run);
        }
        if (watermark >= Math.min(upTo, lane.end())) {
            return BlockAnswer.DONE;
        }
        // Behind the gate are entries whose time may come.
        return watermark >= lane.gate() ? BlockAnswer.BUSY : BlockAnswer.MORE;
    }

    @Override
    public boolean workAny() {
        List<Run> runs = workable();
        int first = runs.isEmpty() ? 0 : Math.floorMod(turn.getAndIncrement(), runs.size());
        for (int i = 0; i < runs.size(); i++) {
            Run run = runs.get((first + i) % runs.size());
            if (RunLog.within(run.id(), run.app(), () -> workUnlessItFails(run))) {
                return true;
            }
        }
        return false;
    }

    /** The runs that are this engine's affair, oldest first. */
    List<Run> workable() {
        return store.transaction(tx -> tx.runs().workable()).stream()
                .filter(lanes::takes)
                .toList();
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
        if (!pace.awaitTurn(run)) {
            return false;
        }
        // Another lane each time, so that one that fails leaves the others their turn.
        int from = Math.floorMod(nextLane.getAndIncrement(), run.lanes());
        // Whether the run is over is asked when no lane is left to claim, not after each lane.
        return work(run, tx -> claim(tx, run, from)).watermark() > 0 || ending.endIfDone(run);
    }

    private LaneProgress work(Run run, Function<StoreTransaction, Optional<Lane>> choice) {
        LaneProgress reached = batches.work(run.id(), pace.batchSize(run), choice);
        if (reached.failed() > 0) {
            brake.pauseIfFailing(run);
        }
        return reached;
    }

    private static Optional<Lane> claim(StoreTransaction tx, Run run, int from) {
        Optional<Lane> claimed = tx.lanes().claim(run.id(), from, run.lanes());
        return claimed.isPresent() ? claimed : tx.lanes().claim(run.id(), 0, from);
    }

    /** From now on nothing is tried again. */
    void stop() {
        batches.stop();
    }

    /** Ends a run that has nothing outstanding. */
    void end(Run run) {
        begin(run);
        ending.endIfDone(run);
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
        running.ifPresent(news);
    }

    static boolean isIn(Optional<Run> run, RerunStatus status) {
        return run.isPresent() && run.get().status() == status;
    }
}
