package dev.rerun.testkit;

import dev.rerun.core.spi.Lane;
import dev.rerun.core.spi.LaneProgress;
import dev.rerun.core.spi.Lanes;
import dev.rerun.core.spi.ParkedEntry;
import dev.rerun.core.spi.QueuedEntry;
import dev.rerun.testkit.MemoryApp.StoredEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;

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
                .filter(MemoryLane::outstanding)
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
    public List<Lane> outstanding(long rerunId, int limit) {
        transaction.requireUsable();
        return tables.lanes(rerunId).values().stream()
                .filter(MemoryLane::outstanding)
                .limit(limit)
                .map(MemoryLane::toLane)
                .toList();
    }

    @Override
    public List<QueuedEntry> read(Lane lane, int limit) {
        transaction.requireHeld(lane);
        MemoryApp app = tables.app(tables.run(lane.rerunId()).run().selection().app());
        List<String> ids = stored(lane).entryIds();
        List<QueuedEntry> next = new ArrayList<>();
        for (long sequence = lane.watermark() + 1; sequence <= ids.size() && next.size() < limit; sequence++) {
            String id = ids.get((int) sequence - 1);
            StoredEntry entry = app.entries.get(id);
            next.add(new QueuedEntry(sequence, id, entry == null ? null : entry.entry()));
        }
        return next;
    }

    @Override
    public void park(Lane lane, List<ParkedEntry> entries) {
        transaction.requireHeld(lane);
        entries.forEach(entry -> transaction.undo.append(tables.parked(lane.rerunId()), entry));
    }

    @Override
    public void advance(Lane lane, LaneProgress progress) {
        transaction.requireHeld(lane);
        NavigableMap<Integer, MemoryLane> lanes = tables.lanes(lane.rerunId());
        transaction.undo.put(lanes, lane.number(), stored(lane).advanced(progress));
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
}
