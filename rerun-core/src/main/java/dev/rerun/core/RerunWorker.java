package dev.rerun.core;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.KeptReason;
import dev.rerun.api.RegisterItem;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.eligibility.Eligibility;
import dev.rerun.core.eligibility.ItemFacts;
import dev.rerun.core.spi.Block;
import dev.rerun.core.spi.BlockAnswer;
import dev.rerun.core.spi.Lane;
import dev.rerun.core.spi.LaneProgress;
import dev.rerun.core.spi.LaneWorker;
import dev.rerun.core.spi.ParkedEntry;
import dev.rerun.core.spi.PlacedItem;
import dev.rerun.core.spi.Position;
import dev.rerun.core.spi.QueuedEntry;
import dev.rerun.core.spi.RejectedDataException;
import dev.rerun.core.spi.RerunStore;
import dev.rerun.core.spi.Run;
import dev.rerun.core.spi.StoreException;
import dev.rerun.core.spi.StoreTransaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/** Processes queued entries, batch by batch, and ends runs that have none left. */
final class RerunWorker implements LaneWorker {
    private final RerunStore store;
    private final EntryProcessor processor;
    private final Policy policy;
    private final Announcer announcer;
    private final Consumer<RerunReport> onEnd;
    private final AtomicInteger turn = new AtomicInteger();

    RerunWorker(
            RerunStore store,
            EntryProcessor processor,
            Policy policy,
            Announcer announcer,
            Consumer<RerunReport> onEnd) {
        this.store = store;
        this.processor = processor;
        this.policy = policy;
        this.announcer = announcer;
        this.onEnd = onEnd;
    }

    @Override
    public BlockAnswer work(Block block) {
        Optional<Run> run = store.transaction(tx -> tx.runs().find(block.rerunId()));
        if (run.isEmpty() || run.get().status().terminal()) {
            return BlockAnswer.DROP;
        }
        if (run.get().status() == RerunStatus.PREPARING || run.get().status() == RerunStatus.PAUSED) {
            return BlockAnswer.WAIT;
        }
        return RunLog.within(block.rerunId(), run.get().app(), () -> {
            begin(run.get());
            Reached reached = workBatch(block.rerunId(), tx -> tx.lanes().lock(block.rerunId(), block.lane()));
            if (reached.end()) {
                completeIfDone(run.get());
            }
            return reached.watermark() >= block.upTo() ? BlockAnswer.DONE : BlockAnswer.MORE;
        });
    }

    @Override
    public boolean workAny() {
        List<Run> runs = store.transaction(tx -> tx.runs().workable());
        int first = runs.isEmpty() ? 0 : Math.floorMod(turn.getAndIncrement(), runs.size());
        for (int i = 0; i < runs.size(); i++) {
            Run run = runs.get((first + i) % runs.size());
            if (RunLog.within(run.id(), run.app(), () -> workOn(run))) {
                return true;
            }
        }
        store.transaction(Starter::failAbandoned).forEach(this::ended);
        return false;
    }

    private boolean workOn(Run run) {
        begin(run);
        Reached reached = workBatch(run.id(), tx -> tx.lanes().claim(run.id()));
        if (reached.watermark() > 0 && !reached.end()) {
            return true;
        }
        return completeIfDone(run) || reached.watermark() > 0;
    }

    private void begin(Run run) {
        if (run.status() != RerunStatus.QUEUED) {
            return;
        }
        store.transaction(tx -> {
                    if (!isIn(tx.runs().lock(run.id()), RerunStatus.QUEUED)) {
                        return Optional.<RerunReport>empty();
                    }
                    tx.runs().moveTo(run.id(), RerunStatus.RUNNING, null);
                    return tx.runs().report(run.id());
                })
                .ifPresent(announcer::announce);
    }

    private boolean completeIfDone(Run run) {
        if (store.transaction(tx -> tx.lanes().outstanding(run.id()))) {
            return false;
        }
        Optional<RerunReport> completed = store.transaction(tx -> {
            if (!isIn(tx.runs().lock(run.id()), RerunStatus.RUNNING)
                    || tx.lanes().outstanding(run.id())) {
                return Optional.<RerunReport>empty();
            }
            boolean failures = tx.runs().report(run.id()).orElseThrow().failed() > 0;
            tx.runs().moveTo(run.id(), failures ? RerunStatus.COMPLETED_WITH_FAILURES : RerunStatus.COMPLETED, null);
            return tx.runs().report(run.id());
        });
        completed.ifPresent(this::ended);
        return completed.isPresent();
    }

    private void ended(RerunReport report) {
        announcer.announce(report);
        onEnd.accept(report);
    }

    private static boolean isIn(Optional<Run> run, RerunStatus status) {
        return run.isPresent() && run.get().status() == status;
    }

    /** Where a batch left its lane; a watermark of zero if there was none to work on. */
    private record Reached(long watermark, boolean end) {
        static final Reached NOTHING = new Reached(0, false);
    }

    /** One try at a batch; it remembers, for the next try, what it worked on when it was refused. */
    private static final class Try {
        private final int limit;
        private final String error;
        private int lane = -1;
        private int entries;

        Try(int limit, String error) {
            this.limit = limit;
            this.error = error;
        }
    }

    /** What the store refuses is found by halving the batch, and then fails alone. */
    private Reached workBatch(long rerunId, Function<StoreTransaction, Optional<Lane>> choice) {
        Function<StoreTransaction, Optional<Lane>> lane = choice;
        Try attempt = new Try(policy.batchSize(), "");
        boolean again = false;
        while (true) {
            Try current = attempt;
            Function<StoreTransaction, Optional<Lane>> chosen = lane;
            try {
                return Attempts.ofTransaction(store, tx -> inTransaction(tx, rerunId, chosen, current));
            } catch (RejectedDataException e) {
                if (current.entries == 0 || !current.error.isEmpty()) {
                    throw new StoreException("the store refuses what belongs to no entry: " + e.getMessage(), e);
                }
                lane = tx -> tx.lanes().lock(rerunId, current.lane);
                // Another transaction may have written the same key a moment ago; looking again tells.
                boolean give = current.entries == 1 && again;
                again = current.entries == 1;
                attempt = new Try(Math.max(1, current.entries / 2), give ? String.valueOf(e.getMessage()) : "");
            }
        }
    }

    private Reached inTransaction(
            StoreTransaction tx, long rerunId, Function<StoreTransaction, Optional<Lane>> choice, Try attempt) {
        Optional<Lane> held = choice.apply(tx);
        // Only now: whoever pauses or ends a run holds its lanes, so the state cannot change under this transaction.
        Optional<Run> run = tx.runs().find(rerunId);
        if (held.isEmpty() || !isIn(run, RerunStatus.RUNNING)) {
            return Reached.NOTHING;
        }
        Lane lane = held.get();
        List<QueuedEntry> queued = tx.lanes().read(lane, attempt.limit);
        if (queued.isEmpty()) {
            return new Reached(lane.watermark(), lane.watermark() >= lane.end());
        }
        attempt.lane = lane.number();
        attempt.entries = queued.size();
        long watermark = queued.get(queued.size() - 1).sequence();
        tx.lanes().advance(lane, process(tx, run.orElseThrow(), lane, queued, attempt.error, watermark));
        return new Reached(watermark, watermark >= lane.end());
    }

    private LaneProgress process(
            StoreTransaction tx, Run run, Lane lane, List<QueuedEntry> queued, String error, long watermark) {
        List<ActivityEntry> entries = new ArrayList<>(queued.size());
        for (QueuedEntry one : queued) {
            ActivityEntry entry = one.entry();
            if (entry != null) {
                entries.add(entry);
            }
        }
        Batch.Result result = new Batch.Result(0, 0, 0, 0, Map.of());
        if (!entries.isEmpty()) {
            Map<String, String> givenErrors =
                    error.isEmpty() ? Map.of() : Map.of(entries.get(0).id(), error);
            result = new Batch(tx, processor, run.app(), run.id(), keptIn(run)).run(entries, givenErrors);
        }
        List<ParkedEntry> parked = new ArrayList<>();
        for (QueuedEntry one : queued) {
            String failure = one.entry() == null
                    ? "the activity entry is no longer stored"
                    : result.errors().get(one.entryId());
            if (failure != null) {
                parked.add(new ParkedEntry(one.sequence(), one.entryId(), failure));
            }
        }
        if (!parked.isEmpty()) {
            tx.lanes().park(lane, parked);
        }
        return new LaneProgress(
                watermark,
                result.processed() + result.withoutContract(),
                parked.size(),
                result.created(),
                result.retained());
    }

    /** Why an item that is in the register during the run may stay there; nothing, if the run itself wrote it. */
    private Function<PlacedItem, Optional<KeptReason>> keptIn(Run run) {
        Eligibility eligibility = policy.eligibility(run.selection());
        return placed -> {
            RegisterItem item = placed.item();
            Long writer = item.rerunId();
            if (writer != null && writer == run.id()) {
                return Optional.empty();
            }
            Position position = placed.position();
            // Had its entry been selected, prepare would have deleted the item, or another rule kept it.
            return eligibility.keptBecause(new ItemFacts(
                    item.register(),
                    item.contract() == null ? null : item.contract().name(),
                    item.time(),
                    item.uiCreated(),
                    item.invoiced(),
                    position == null ? null : position.createdAt(),
                    false));
        };
    }
}
