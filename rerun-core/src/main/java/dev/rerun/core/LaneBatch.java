package dev.rerun.core;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.KeptReason;
import dev.rerun.api.RegisterItem;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.eligibility.Eligibility;
import dev.rerun.core.eligibility.ItemFacts;
import dev.rerun.core.spi.Lane;
import dev.rerun.core.spi.LaneProgress;
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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Processes the next entries of a lane in one transaction, and finds the one that the store refuses. */
final class LaneBatch {
    private final RerunStore store;
    private final EntryProcessor processor;
    private final Policy policy;

    LaneBatch(RerunStore store, EntryProcessor processor, Policy policy) {
        this.store = store;
        this.processor = processor;
        this.policy = policy;
    }

    /** Where a batch left its lane; a watermark of zero if there was none to work on. */
    record Reached(long watermark, boolean end) {
        static final Reached NOTHING = new Reached(0, false);
    }

    /** One try at a batch; it remembers, for the next try, what it worked on when it was refused. */
    private static final class Try {
        private final int limit;
        private final @Nullable Verdict verdict;
        private @Nullable Lane lane;
        private int entries;

        Try(int limit, @Nullable Verdict verdict) {
            this.limit = limit;
            this.verdict = verdict;
        }
    }

    /** That the entry next after a watermark fails with an error. Another worker may have found out before. */
    private record Verdict(long watermark, String error) {}

    /** What the store refuses is found by halving the batch, and then fails alone. */
    Reached work(long rerunId, Function<StoreTransaction, Optional<Lane>> choice) {
        Function<StoreTransaction, Optional<Lane>> lane = choice;
        Try attempt = new Try(policy.batchSize(), null);
        long refusedAlone = -1;
        while (true) {
            Try current = attempt;
            Function<StoreTransaction, Optional<Lane>> chosen = lane;
            try {
                return Attempts.ofTransaction(store, tx -> inTransaction(tx, rerunId, chosen, current));
            } catch (RejectedDataException e) {
                Lane refused = current.lane;
                if (refused == null || current.verdict != null) {
                    throw new StoreException("the store refuses what belongs to no entry: " + e.getMessage(), e);
                }
                lane = tx -> tx.lanes().lock(rerunId, refused.number());
                // Another transaction may have written the same key a moment ago; looking again tells.
                boolean alone = current.entries == 1;
                boolean twice = alone && refusedAlone == refused.watermark();
                attempt = new Try(
                        Math.max(1, current.entries / 2),
                        twice ? new Verdict(refused.watermark(), String.valueOf(e.getMessage())) : null);
                refusedAlone = alone ? refused.watermark() : -1;
            }
        }
    }

    private Reached inTransaction(
            StoreTransaction tx, long rerunId, Function<StoreTransaction, Optional<Lane>> choice, Try attempt) {
        Optional<Lane> held = choice.apply(tx);
        // Only now: whoever pauses or ends a run holds its lanes, so the state cannot change under this transaction.
        Optional<Run> run = tx.runs().find(rerunId);
        if (held.isEmpty() || !RerunWorker.isIn(run, RerunStatus.RUNNING)) {
            return Reached.NOTHING;
        }
        Lane lane = held.get();
        List<QueuedEntry> queued = tx.lanes().read(lane, attempt.limit);
        if (queued.isEmpty()) {
            return new Reached(lane.watermark(), lane.watermark() >= lane.end());
        }
        attempt.lane = lane;
        attempt.entries = queued.size();
        Verdict verdict = attempt.verdict;
        String error = verdict != null && verdict.watermark() == lane.watermark() ? verdict.error() : "";
        long watermark = queued.get(queued.size() - 1).sequence();
        tx.lanes().advance(lane, process(tx, run.orElseThrow(), lane, queued, error, watermark));
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
