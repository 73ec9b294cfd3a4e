package dev.rerun.core;

import dev.rerun.api.Actor;
import dev.rerun.api.EntryQuery;
import dev.rerun.api.KeptReason;
import dev.rerun.api.RerunAction;
import dev.rerun.api.RerunCommand;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.eligibility.Eligibility;
import dev.rerun.core.spi.ActivityStream;
import dev.rerun.core.spi.Block;
import dev.rerun.core.spi.Lane;
import dev.rerun.core.spi.PrepareCounts;
import dev.rerun.core.spi.RerunStore;
import dev.rerun.core.spi.Run;
import dev.rerun.core.spi.StoreConflictException;
import dev.rerun.core.spi.StoreTransaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Prepares a recorded run: freezes the selection, archives the items and queues the entries, in one transaction. */
final class Prepare {
    private static final int ITEMS_PER_BATCH = 50_000;
    private static final int BLOCKS_PER_PUBLICATION = 1_000;
    private static final int MOST_TRIES = 8;
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(1));

    private static final Logger log = LoggerFactory.getLogger(RerunEngines.class);

    private final RerunStore store;
    private final ActivityStream stream;
    private final Policy policy;
    private final Observers observers;
    private final Set<Long> underWay = ConcurrentHashMap.newKeySet();

    Prepare(RerunStore store, ActivityStream stream, Policy policy, Observers observers) {
        this.observers = observers;
        this.store = store;
        this.stream = stream;
        this.policy = policy;
    }

    /**
     * Prepares, again if another transaction stood in the way. What was published by a try that was rolled back is said again,
     * and does no harm.
     */
    RerunReport prepare(long id, @Nullable EntryQuery query) {
        underWay.add(id);
        try {
            return prepareWithPatience(id, query);
        } finally {
            underWay.remove(id);
        }
    }

    /** Whether this engine prepares a run, if perhaps, for a moment between two tries, without its lock. */
    boolean isUnderWay(long id) {
        return underWay.contains(id);
    }

    private RerunReport prepareWithPatience(long id, @Nullable EntryQuery query) {
        for (int attempt = 1; ; attempt++) {
            try {
                return store.transaction(tx -> query == null ? prepareWindow(tx, id) : prepareQuery(tx, id, query));
            } catch (StoreConflictException e) {
                if (attempt == MOST_TRIES || !BACKOFF.pause(attempt)) {
                    throw e;
                }
                log.info(
                        "Rerun {}, Prepare was rolled back and begins again. attempt: {}, cause: {}",
                        id,
                        attempt + 1,
                        e.getMessage());
            }
        }
    }

    private RerunReport prepareWindow(StoreTransaction tx, long id) {
        Run run = lock(tx, id);
        List<Lane> lanes = tx.preparation().freeze(run);
        requireNotCancelled(tx, id);
        Eligibility eligibility = policy.eligibility(run.selection());
        long deleted = archive(tx, run, eligibility);
        Map<KeptReason, Long> kept = tx.preparation().countKept(run, eligibility);
        return queue(tx, run, lanes, deleted, kept);
    }

    /** Other starts of the app wait until this one is queued, so that none selects what another does. */
    private RerunReport prepareQuery(StoreTransaction tx, long id, EntryQuery query) {
        tx.runs().closeEpoch(tx.runs().find(id).orElseThrow().app());
        Run run = lock(tx, id);
        List<Lane> lanes = tx.preparation().freeze(run, query);
        requireNotCancelled(tx, id);
        return queue(tx, run, lanes, 0, Map.of());
    }

    private RerunReport queue(
            StoreTransaction tx, Run run, List<Lane> lanes, long deleted, Map<KeptReason, Long> kept) {
        publish(tx, run, lanes);
        requireNotCancelled(tx, run.id());
        long total = lanes.stream().mapToLong(Lane::end).sum();
        tx.runs().queued(run.id(), new PrepareCounts(total, deleted, kept));
        return tx.runs().report(run.id()).orElseThrow();
    }

    private static Run lock(StoreTransaction tx, long id) {
        Run run = tx.runs().lock(id).orElseThrow();
        requireNotCancelled(tx, id);
        if (run.status() != RerunStatus.PREPARING) {
            throw new IllegalStateException(
                    "another process took it for abandoned, because it had not begun to prepare in time");
        }
        return run;
    }

    /** Who cancels cannot have the run's lock, so a recorded command is the sign. */
    private static void requireNotCancelled(StoreTransaction tx, long id) {
        for (RerunCommand command : tx.runs().commands(id)) {
            if (command.action() == RerunAction.CANCEL) {
                throw new PrepareCancelledException(
                        Commands.said("cancelled", new Actor(command.caller(), command.reason())));
            }
        }
    }

    private static long archive(StoreTransaction tx, Run run, Eligibility eligibility) {
        AtomicLong total = new AtomicLong();
        tx.preparation().archive(run, eligibility, ITEMS_PER_BATCH, count -> {
            log.info(
                    "Rerun {}, Register items batch deleted. batch_count: {}, total_count: {}",
                    run.id(),
                    count,
                    total.addAndGet(count));
            requireNotCancelled(tx, run.id());
        });
        return total.get();
    }

    /** A lane's blocks are as long as a worker's batch, so that a worker can turn to another run after each. */
    private void publish(StoreTransaction tx, Run run, List<Lane> lanes) {
        Map<String, String> context = observers.contextOf(run.id());
        List<Block> blocks = new ArrayList<>();
        long entries = 0;
        for (Lane lane : lanes) {
            long upTo = 0;
            while (upTo < lane.end()) {
                long from = upTo;
                upTo = Math.min(lane.end(), upTo + policy.batchSize());
                blocks.add(new Block(run.id(), lane.number(), upTo, context));
                entries += upTo - from;
                if (blocks.size() == BLOCKS_PER_PUBLICATION) {
                    publish(run, blocks, entries);
                    requireNotCancelled(tx, run.id());
                    blocks = new ArrayList<>();
                    entries = 0;
                }
            }
        }
        if (!blocks.isEmpty()) {
            publish(run, blocks, entries);
        }
    }

    private void publish(Run run, List<Block> blocks, long entries) {
        stream.publish(List.copyOf(blocks));
        log.info("Rerun {}, Activities batch queued. count={}", run.id(), entries);
    }
}
