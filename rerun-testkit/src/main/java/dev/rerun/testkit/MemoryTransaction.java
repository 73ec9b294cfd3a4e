package dev.rerun.testkit;

import dev.rerun.core.spi.ArchivedItems;
import dev.rerun.core.spi.Entries;
import dev.rerun.core.spi.Items;
import dev.rerun.core.spi.Lane;
import dev.rerun.core.spi.Lanes;
import dev.rerun.core.spi.LogicWrites;
import dev.rerun.core.spi.Preparation;
import dev.rerun.core.spi.Runs;
import dev.rerun.core.spi.StoreTransaction;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** One transaction. Its parts refuse to work after its end, on other threads, and on rows that it should hold and does not. */
final class MemoryTransaction implements StoreTransaction {
    final MemoryTables tables;
    final UndoLog undo = new UndoLog();
    private final Clock clock;
    private final Thread owner = Thread.currentThread();
    private final Set<Long> heldRuns = new HashSet<>();
    private final Set<HeldLane> heldLanes = new HashSet<>();
    private boolean open = true;

    MemoryTransaction(MemoryTables tables, Clock clock) {
        this.tables = tables;
        this.clock = clock;
    }

    void end() {
        open = false;
    }

    void requireUsable() {
        if (!open) {
            throw new IllegalStateException("the transaction is over; do not keep it beyond its work");
        }
        if (Thread.currentThread() != owner) {
            throw new IllegalStateException("the transaction belongs to thread " + owner.getName()
                    + "; begin another one on thread " + Thread.currentThread().getName());
        }
    }

    void hold(long rerunId) {
        heldRuns.add(rerunId);
    }

    void requireHeld(long rerunId) {
        requireUsable();
        if (!heldRuns.contains(rerunId)) {
            throw new IllegalStateException("this transaction does not hold run " + rerunId + "; lock it first");
        }
    }

    void hold(Lane lane) {
        heldLanes.add(new HeldLane(lane.rerunId(), lane.number()));
    }

    void requireHeld(Lane lane) {
        requireUsable();
        if (!heldLanes.contains(new HeldLane(lane.rerunId(), lane.number()))) {
            throw new IllegalStateException("this transaction does not hold lane " + lane.number() + " of run "
                    + lane.rerunId() + "; claim or lock it first");
        }
    }

    @Override
    public Instant now() {
        requireUsable();
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    @Override
    public Runs runs() {
        return new MemoryRuns(this);
    }

    @Override
    public Preparation preparation() {
        return new MemoryPreparation(this);
    }

    @Override
    public Lanes lanes() {
        return new MemoryLanes(this);
    }

    @Override
    public Entries entries() {
        return new MemoryEntries(this);
    }

    @Override
    public Items items() {
        return new MemoryItems(this);
    }

    @Override
    public ArchivedItems archivedItems() {
        return new MemoryArchivedItems(this);
    }

    /** Empty: logic knows no other way into this store. */
    @Override
    public Optional<LogicWrites> logicWrites() {
        return Optional.empty();
    }

    private record HeldLane(long rerunId, int number) {}
}
