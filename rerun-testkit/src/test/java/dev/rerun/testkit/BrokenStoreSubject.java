package dev.rerun.testkit;

import dev.rerun.core.spi.RerunStore;
import java.util.function.Function;

/** Runs the store contracts on a broken store; started by the tests of broken stores only. */
class BrokenStoreSubject
        implements TransactionContract,
                ValueContract,
                RunContract,
                RunStateContract,
                RunListContract,
                CommandContract,
                PurgeContract,
                PreparationContract,
                GateContract,
                PlanContract,
                QueryContract,
                QueryRunContract,
                ArchiveContract,
                PutBackContract,
                EditContract,
                LaneContract,
                FailureListContract,
                RetryContract,
                EntryContract,
                ItemContract {
    static volatile Function<InMemoryStore, RerunStore> breaking = inner -> inner;

    @Override
    public StoreUnderTest newStore() {
        InMemoryStore inner = new InMemoryStore();
        return new StoreUnderTest(breaking.apply(inner), inner);
    }
}
