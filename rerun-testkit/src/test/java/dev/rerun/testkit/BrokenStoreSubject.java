package dev.rerun.testkit;

/** Runs the store contracts on a broken store; started by {@link BrokenStoresTest} only. */
class BrokenStoreSubject
        implements TransactionContract,
                ValueContract,
                RunContract,
                RunStateContract,
                PreparationContract,
                ArchiveContract,
                LaneContract,
                EntryContract,
                ItemContract {
    static volatile BrokenStore broken = BrokenStore.COMMITS_DESPITE_THROW;

    @Override
    public StoreUnderTest newStore() {
        InMemoryStore inner = new InMemoryStore();
        return new StoreUnderTest(broken.breaking.apply(inner), inner);
    }
}
