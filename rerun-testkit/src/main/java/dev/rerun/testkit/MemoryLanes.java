package dev.rerun.testkit;

import dev.rerun.api.FailedEntry;
import dev.rerun.api.FailureCause;
import dev.rerun.core.spi.Lane;
import dev.rerun.core.spi.LaneProgress;
import dev.rerun.core.spi.Lanes;
import dev.rerun.core.spi.ParkedEntry;
import dev.rerun.core.spi.QueuedEntry;
import dev.rerun.core.spi.Run;
import dev.rerun.testkit.MemoryApp.StoredEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The queued entries in memory. Transactions are serial, so every lane is free. */
final class MemoryLanes implements Lanes {
    private final MemoryTransaction transaction;
    private final MemoryTables tables;

    MemoryLanes(MemoryTransaction transaction) {
        this.transaction = transaction;
        this.tables = transaction.tables;
    }

    @Override
    public Optional<Lane> claim(long rerunId, int from, int end) {
        transaction.requireUsable();
        return tables.lanes(rerunId).subMap(from, Math.max(from, end)).values().stream()
                .filter(MemoryLane::open)
                .findFirst()
                .map(this::held);
    }

    @Override
    public Optional<Lane> lock(long rerunId, int number) {
        transaction.requireUsable();
        return Optional.ofNullable(tables.lanes(rerunId).get(number)).map(this::held);
    }

    @Override
    public Optional<Lane> find(long rerunId, int number) {
        transaction.requireUsable();
        return Optional.ofNullable(tables.lanes(rerunId).get(number)).map(MemoryLane::toLane);
    }

    @Override
    public List<Lane> open(long rerunId, int limit) {
        transaction.requireUsable();
        return tables.lanes(rerunId).values().stream()
                .filter(MemoryLane::open)
                .limit(limit)
                .map(MemoryLane::toLane)
                .toList();
    }

    @Override
    public List<QueuedEntry> read(Lane lane, int limit) {
        transaction.requireHeld(lane);
        MemoryApp app = tables.app(tables.run(lane.rerunId()).app());
        List<String> ids = stored(lane).entryIds();
        List<QueuedEntry> next = new ArrayList<>();
        for (long sequence = lane.watermark() + 1; sequence <= lane.gate() && next.size() < limit; sequence++) {
            String id = ids.get((int) sequence - 1);
            StoredEntry entry = app.entries.get(id);
            next.add(new QueuedEntry(sequence, id, entry == null ? null : entry.entry()));
        }
        return next;
    }

    @Override
    public void park(Lane lane, List<ParkedEntry> entries) {
        transaction.requireHeld(lane);
        Instant now = transaction.now();
        for (ParkedEntry entry : entries) {
            MemoryFailure failure = new MemoryFailure(lane.number(), entry, now);
            transaction.undo.put(tables.failures(lane.rerunId()), failure.place(), failure);
        }
    }

    @Override
    public void advance(Lane lane, LaneProgress progress) {
        transaction.requireHeld(lane);
        update(stored(lane).advanced(progress, transaction.now()));
    }

    @Override
    public Map<String, String> failedKeys(Lane lane, Collection<String> orderingKeys) {
        transaction.requireHeld(lane);
        return failures(lane.rerunId()).firstOfKeys(lane.number(), orderingKeys);
    }

    @Override
    public void openAll(long rerunId) {
        transaction.requireHeld(rerunId);
        List.copyOf(tables.lanes(rerunId).values()).forEach(lane -> update(lane.opened()));
    }

    @Override
    public List<FailedEntry> parked(long rerunId, @Nullable FailedEntry after, int limit) {
        transaction.requireUsable();
        return failures(rerunId).after(after, limit);
    }

    @Override
    public List<FailureCause> causes(long rerunId, int limit) {
        transaction.requireUsable();
        return failures(rerunId).causes(limit);
    }

    @Override
    public long requeue(Run run, @Nullable Collection<String> entryIds) {
        transaction.requireHeld(run.id());
        Map<Integer, List<MemoryFailure>> again = new TreeMap<>();
        failures(run.id()).chosen(entryIds).forEach(failure -> again.computeIfAbsent(
                        failure.lane(), lane -> new ArrayList<>())
                .add(failure));
        again.forEach((number, failures) -> {
            MemoryLane lane = tables.lanes(run.id()).get(number);
            update(Objects.requireNonNull(lane).requeued(failures));
            for (MemoryFailure failure : failures) {
                transaction.undo.remove(tables.failures(run.id()), failure.place());
                tables.app(run.app())
                        .removeOutcome(transaction.undo, failure.entry().entryId(), run.id());
            }
        });
        return again.values().stream().mapToLong(List::size).sum();
    }

    private MemoryFailures failures(long rerunId) {
        return new MemoryFailures(tables.failures(rerunId));
    }

    private Lane held(MemoryLane stored) {
        Lane lane = stored.toLane();
        transaction.hold(lane);
        return lane;
    }

    private MemoryLane stored(Lane lane) {
        MemoryLane stored = tables.lanes(lane.rerunId()).get(lane.number());
        if (stored == null) {
            throw new IllegalArgumentException("run " + lane.rerunId() + " has no lane " + lane.number());
        }
        return stored;
    }

    private void update(MemoryLane lane) {
        transaction.undo.put(tables.lanes(lane.rerunId()), lane.number(), lane);
    }
}
