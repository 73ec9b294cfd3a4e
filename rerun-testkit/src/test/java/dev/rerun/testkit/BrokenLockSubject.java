package dev.rerun.testkit;

import java.time.Duration;

/** Runs contracts of locks on a store that lacks a lock; started by {@link BrokenLocksTest} only. */
abstract class BrokenLockSubject implements StoreContract {
    static volatile ParallelStore.Fault fault = ParallelStore.Fault.RUN_LOCK_DOES_NOT_LOCK;

    @Override
    public StoreUnderTest newStore() {
        InMemoryStore inner = new InMemoryStore();
        return new StoreUnderTest(new ParallelStore(inner, fault), inner);
    }

    @Override
    public Duration patience() {
        return Duration.ofMillis(900);
    }

    static class OfRuns extends BrokenLockSubject implements LockContract {}

    static class OfCommands extends BrokenLockSubject implements CommandLockContract {}
}
