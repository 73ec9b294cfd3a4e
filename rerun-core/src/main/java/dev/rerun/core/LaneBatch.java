package dev.rerun.core;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.spi.Lane;
import dev.rerun.core.spi.LaneProgress;
import dev.rerun.core.spi.ParkedEntry;
import dev.rerun.core.spi.QueuedEntry;
import dev.rerun.core.spi.RejectedDataException;
import dev.rerun.core.spi.RerunStore;
import dev.rerun.core.spi.Run;
import dev.rerun.core.spi.StoreException;
import dev.rerun.core.spi.StoreTransaction;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Processes the next entries of a lane in one transaction, and finds the one that the store refuses. */
final class LaneBatch {
    /** There was no lane to work on; no lane that somebody worked on is left at a watermark of zero. */
    private static final LaneProgress NOTHING = new LaneProgress(0, 0, 0, 0, 0, 0);

    private final RerunStore store;
    private final LaneWork work;
    private final Observers observers;
    private final AtomicBoolean stopping = new AtomicBoolean();

    /** The run whose keys were found taken last: there will be more, so its batches look first. */
    private volatile long looksFirst;

    LaneBatch(RerunStore store, LaneWork work, Observers observers) {
        this.observers = observers;
        this.store = store;
        this.work = work;
    }

    /** From now on nothing is tried again that failed in a way that may pass; it stays outstanding. */
    void stop() {
        stopping.set(true);
    }

    /** One try at a batch; it remembers, for the next try, what it worked on when it was undone. */
    private static final class Try {
        private final int limit;
        private final Verdict verdict;
        private final Known otherwise;
        private @Nullable Lane lane;
        private List<QueuedEntry> queued = List.of();

        /** What is known otherwise holds if the lane has moved since the verdict. */
        Try(int limit, Verdict verdict, Known otherwise) {
            this.limit = limit;
            this.verdict = verdict;
            this.otherwise = otherwise;
        }

        Known knownAt(Lane held) {
            return verdict.watermark() == held.watermark() ? verdict.known() : otherwise;
        }

        /** How many entries there are up to a given one. */
        int upTo(String entryId) {
            return 1 + queued.stream().map(QueuedEntry::entryId).toList().indexOf(entryId);
        }

        /** The one entry that there is to blame; nothing if there are several, or if it has failed already. */
        Optional<ActivityEntry> culprit(Lane held) {
            return queued.size() != 1
                            || knownAt(held).failed().containsKey(queued.get(0).entryId())
                    ? Optional.empty()
                    : Optional.ofNullable(queued.get(0).entry());
        }
    }

    /** What is known of the entries next after a watermark. Another worker may have found out before. */
    private record Verdict(long watermark, Known known) {
        static final Verdict NONE = new Verdict(-1, Known.NOTHING);
    }

    /** Says how far a batch brought its lane: to a watermark of zero if there was none to work on. */
    LaneProgress work(long rerunId, int size, Function<StoreTransaction, Optional<Lane>> choice) {
        ObservedBatch observed = new ObservedBatch(observers);
        try {
            LaneProgress reached = work(rerunId, size, choice, observed);
            observed.ended(reached);
            return reached;
        } catch (RuntimeException | Error e) {
            observed.failed(e);
            throw e;
        }
    }

    /** What the store refuses is found by halving the batch, and then fails alone. */
    private LaneProgress work(
            long rerunId, int size, Function<StoreTransaction, Optional<Lane>> choice, ObservedBatch observed) {
        Function<StoreTransaction, Optional<Lane>> lane = choice;
        Known fresh = looksFirst == rerunId ? Known.LOOKING : Known.NOTHING;
        Try attempt = new Try(size, Verdict.NONE, fresh);
        boolean taken = false;
        long refusedAlone = -1;
        while (true) {
            Try current = attempt;
            Function<StoreTransaction, Optional<Lane>> chosen = lane;
            try {
                LaneProgress reached =
                        Attempts.ofTransaction(store, tx -> inTransaction(tx, rerunId, chosen, current, observed));
                if (taken) {
                    looksFirst = rerunId;
                }
                return reached;
            } catch (BatchUndone e) {
                if (stopping.get()) {
                    return NOTHING;
                }
                e.pause();
                Lane undone = Objects.requireNonNull(current.lane);
                if (e.known().looksFirst() && !fresh.looksFirst()) {
                    fresh = Known.LOOKING;
                    taken = true;
                }
                lane = tx -> tx.lanes().lock(rerunId, undone.number());
                attempt = new Try(
                        e.last() == null ? current.limit : current.upTo(e.last()),
                        new Verdict(undone.watermark(), e.known()),
                        fresh);
            } catch (RejectedDataException e) {
                Lane refused = current.lane;
                if (refused == null || current.queued.isEmpty()) {
                    throw refusal(e);
                }
                lane = tx -> tx.lanes().lock(rerunId, refused.number());
                taken = false;
                if (current.queued.size() > 1) {
                    attempt = new Try(current.queued.size() / 2, Verdict.NONE, fresh);
                    continue;
                }
                ActivityEntry culprit = current.culprit(refused).orElseThrow(() -> refusal(e));
                // Another transaction may have written the same key a moment ago; looking again tells.
                Known known = refusedAlone == refused.watermark()
                        ? Known.failing(Processed.refused(culprit, String.valueOf(e.getMessage())))
                        : Known.LOOKING;
                attempt = new Try(1, new Verdict(refused.watermark(), known), fresh);
                refusedAlone = refused.watermark();
            }
        }
    }

    private static StoreException refusal(RejectedDataException e) {
        return new StoreException("the store refuses what belongs to no entry: " + e.getMessage(), e);
    }

    private LaneProgress inTransaction(
            StoreTransaction tx,
            long rerunId,
            Function<StoreTransaction, Optional<Lane>> choice,
            Try attempt,
            ObservedBatch observed) {
        Optional<Lane> held = choice.apply(tx);
        // Only now: whoever pauses or ends a run holds its lanes, so the state cannot change under this transaction.
        Optional<Run> run = tx.runs().find(rerunId);
        if (held.isEmpty() || !RerunWorker.isIn(run, RerunStatus.RUNNING)) {
            return NOTHING;
        }
        Lane lane = held.get();
        Duration pause = Pace.pauseAfterEntry(run.orElseThrow().options());
        if (!pause.isZero() && !tx.runs().takeTurn(rerunId, Duration.ZERO).isZero()) {
            return NOTHING;
        }
        observed.begins(run.orElseThrow(), lane);
        List<QueuedEntry> queued = tx.lanes().read(lane, attempt.limit);
        if (queued.isEmpty()) {
            return new LaneProgress(lane.watermark(), 0, 0, 0, 0, 0);
        }
        attempt.lane = lane;
        attempt.queued = queued;
        long watermark = queued.get(queued.size() - 1).sequence();
        LaneProgress progress = process(tx, run.orElseThrow(), lane, queued, attempt.knownAt(lane), watermark);
        tx.lanes().advance(lane, progress);
        if (!pause.isZero()) {
            tx.runs().takeTurn(rerunId, pause);
        }
        return progress;
    }

    private LaneProgress process(
            StoreTransaction tx, Run run, Lane lane, List<QueuedEntry> queued, Known known, long watermark) {
        List<QueuedEntry> stored =
                queued.stream().filter(one -> one.entry() != null).toList();
        Batch.Result result = stored.isEmpty()
                ? Batch.Result.NOTHING
                : work.process(new LaneWork.Share(
                        tx, run, lane, stored, known, failedKeys(tx, run, lane, stored), stopping::get));
        List<ParkedEntry> parked = Parking.of(queued, result);
        if (!parked.isEmpty()) {
            tx.lanes().park(lane, parked);
        }
        long held = result.held().size();
        return new LaneProgress(
                watermark,
                result.processed() + result.withoutContract(),
                parked.size() - held,
                held,
                result.created(),
                result.retained());
    }

    /** The keys whose entries are held; null if this run holds none. */
    private static @Nullable Map<String, String> failedKeys(
            StoreTransaction tx, Run run, Lane lane, List<QueuedEntry> entries) {
        return run.options().holdFailedKeys()
                ? tx.lanes()
                        .failedKeys(
                                lane,
                                entries.stream()
                                        .map(one -> one.stored().orderingKey())
                                        .distinct()
                                        .toList())
                : null;
    }
}
