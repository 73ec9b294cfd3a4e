package dev.rerun.testkit;

class InMemoryStoreContractTest
        implements TransactionContract,
                ValueContract,
                RunContract,
                RunStateContract,
                PreparationContract,
                ArchiveContract,
                LaneContract,
                EntryContract,
                ItemContract,
                LockContract {
    @Override
    public StoreUnderTest newStore() {
        return StoreUnderTest.of(new InMemoryStore());
    }

    @Override
    public boolean parallel() {
        return false;
    }
}
