package dev.rerun.testkit;

class ParallelStoreLockTest implements LockContract, CommandLockContract {
    @Override
    public StoreUnderTest newStore() {
        InMemoryStore inner = new InMemoryStore();
        return new StoreUnderTest(new ParallelStore(inner), inner);
    }
}
