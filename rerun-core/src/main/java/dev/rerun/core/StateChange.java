package dev.rerun.core;

import dev.rerun.api.Actor;
import dev.rerun.api.RerunAction;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.spi.RerunStore;
import dev.rerun.core.spi.Run;
import dev.rerun.core.spi.StoreTransaction;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Changes of a run's state under its lock, each in one transaction. One whose commit's answer is lost is tried again, and then
 * finds the run in the state into which the try before brought it.
 */
final class StateChange {
    private StateChange() {}

    /** What is done to a run that is locked; returns the state into which that brings it, or null if nothing is to be done. */
    interface Step {
        @Nullable
        RerunStatus apply(StoreTransaction tx, Run locked);
    }

    /** Takes a step, and returns where the run then stands; empty if nothing was done, or the run is unknown. */
    static Optional<RerunReport> of(RerunStore store, long id, Step step) {
        return of(store, id, tx -> {}, step);
    }

    /** The same, for a step that needs other locks too, which are taken before the run's. */
    static Optional<RerunReport> of(RerunStore store, long id, Consumer<StoreTransaction> locks, Step step) {
        AtomicReference<@Nullable RerunStatus> moved = new AtomicReference<>();
        return Attempts.ofTransaction(store, tx -> {
            locks.accept(tx);
            Optional<Run> locked = tx.runs().lock(id);
            if (locked.isEmpty()) {
                return Optional.empty();
            }
            boolean lost = locked.get().status() == moved.get();
            if (!lost) {
                moved.set(step.apply(tx, locked.get()));
            }
            return moved.get() == null ? Optional.empty() : tx.runs().report(id);
        });
    }

    /** A step of the engine's own: it pauses a run, and says why in its history too. */
    static RerunStatus pause(StoreTransaction tx, long id, String reason) {
        tx.runs().record(id, RerunAction.PAUSE, Actor.HOST.because(reason));
        tx.runs().moveTo(id, RerunStatus.PAUSED, "paused: " + reason);
        return RerunStatus.PAUSED;
    }
}
