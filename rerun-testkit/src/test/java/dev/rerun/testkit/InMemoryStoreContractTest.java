package dev.rerun.testkit;

class InMemoryStoreContractTest
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
                ItemContract,
                LockContract,
                CommandLockContract {
    @Override
    public StoreUnderTest newStore() {
        return StoreUnderTest.of(new InMemoryStore());
    }

    @Override
    public boolean parallel() {
        return false;
    }
}
