package dev.rerun.testkit;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.OutcomeStatus;
import dev.rerun.core.spi.Lane;
import dev.rerun.core.spi.LaneProgress;
import dev.rerun.core.spi.NewOutcome;
import dev.rerun.core.spi.ParkedEntry;
import dev.rerun.core.spi.QueuedEntry;
import dev.rerun.core.spi.Run;
import dev.rerun.core.spi.StoreTransaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Works on a run as the engine does, but that what fails and what is held is decided by name. */
record Worker(Stage stage, Run run, Set<String> failing, Set<String> holding) {
    static Worker of(Stage stage, Run run) {
        return new Worker(stage, run, Set.of(), Set.of());
    }

    Worker failing(String... entryIds) {
        return new Worker(stage, run, Set.of(entryIds), holding);
    }

    Worker holding(String... entryIds) {
        return new Worker(stage, run, failing, Set.of(entryIds));
    }

    /** One entry processed without error, and nothing written. */
    static LaneProgress done(long watermark) {
        return new LaneProgress(watermark, 1, 0, 0, 0, 0);
    }

    /** An entry of the ordering key that {@link Stage#entry(long, java.time.Instant)} gives, which failed at the first try. */
    static ParkedEntry failed(long sequence, String entryId, String error) {
        return new ParkedEntry(sequence, entryId, "quay", false, error, error, 1);
    }

    /** All lanes as they are, by number. */
    List<Lane> lanes() {
        return stage.list(transaction -> {
            List<Lane> lanes = new ArrayList<>();
            for (int number = 0; number < run.lanes(); number++) {
                Optional<Lane> lane = transaction.lanes().find(run.id(), number);
                lane.ifPresent(lanes::add);
            }
            return lanes;
        });
    }

    void advance(int number, LaneProgress progress) {
        stage.with(transaction -> {
            Lane lane = transaction.lanes().lock(run.id(), number).orElseThrow();
            transaction.lanes().advance(lane, progress);
        });
    }

    /** Processes all that is open. */
    void work() {
        stage.list(transaction -> transaction.lanes().open(run.id(), Integer.MAX_VALUE))
                .forEach(lane -> work(lane.number(), Integer.MAX_VALUE));
    }

    /** Processes the next entries of a lane. */
    void work(int number, int entries) {
        stage.with(transaction -> {
            Lane lane = transaction.lanes().lock(run.id(), number).orElseThrow();
            process(transaction, lane, transaction.lanes().read(lane, entries));
        });
    }

    private void process(StoreTransaction transaction, Lane lane, List<QueuedEntry> queued) {
        List<NewOutcome> outcomes = new ArrayList<>();
        List<ParkedEntry> parked = new ArrayList<>();
        for (QueuedEntry one : queued) {
            ActivityEntry entry = one.entry();
            if (holding.contains(one.entryId())) {
                parked.add(held(one));
                continue;
            }
            boolean failed = failing.contains(one.entryId());
            if (failed) {
                parked.add(failed(one));
            }
            if (entry != null) {
                outcomes.add(Stage.outcome(entry, run.id(), failed ? OutcomeStatus.FAILED : OutcomeStatus.PROCESSED));
            }
        }
        long failures = parked.stream().filter(one -> !one.held()).count();
        long held = parked.size() - failures;
        transaction.entries().insertOutcomes(run.app(), outcomes);
        transaction.lanes().park(lane, parked);
        transaction
                .lanes()
                .advance(
                        lane,
                        new LaneProgress(
                                lane.watermark() + queued.size(),
                                queued.size() - failures - held,
                                failures,
                                held,
                                0,
                                0));
    }

    static ParkedEntry failed(QueuedEntry queued) {
        String error = "no crane for ship " + queued.entryId();
        return new ParkedEntry(
                queued.sequence(), queued.entryId(), orderingKey(queued), false, error, "no crane for ship #", 3);
    }

    static ParkedEntry held(QueuedEntry queued) {
        return new ParkedEntry(
                queued.sequence(), queued.entryId(), orderingKey(queued), true, "held: 'Möwe' failed", "held", 0);
    }

    private static @Nullable String orderingKey(QueuedEntry queued) {
        ActivityEntry entry = queued.entry();
        return entry == null ? null : entry.orderingKey();
    }
}
