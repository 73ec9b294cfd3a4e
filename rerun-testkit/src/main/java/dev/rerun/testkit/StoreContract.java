package dev.rerun.testkit;

import java.time.Duration;

/**
 * What the contract tests of all parts of a store need. An adapter's test class implements this once and adds the contracts
 * that it honours, each of which is an interface with tests:
 *
 * <pre>{@code
 * class MyStoreTest implements TransactionContract, ValueContract, LockContract, RunContract, RunStateContract,
 *         RunListContract, CommandContract, CommandLockContract, PurgeContract, PreparationContract, GateContract, PlanContract,
 *         QueryContract, QueryRunContract, ArchiveContract, PutBackContract, EditContract, LaneContract, FailureListContract,
 *         RetryContract, EntryContract, ItemContract {
 *     public StoreUnderTest newStore() {
 *         ...
 *     }
 * }
 * }</pre>
 *
 * <p>A store in whose transactions logic can write honours {@link LogicWritesContract} too. One whose tables cannot say which
 * amounts logic wrote does not honour {@link EditContract}.
 *
 * <p>Each test's display name begins with the number of the promise that it tests; the numbers stand in the contract's
 * documentation and, for S1 to S4, in that of {@link dev.rerun.core.spi.RerunStore}.
 */
public interface StoreContract {
    /**
     * Supplies a store without apps, entries, items and runs. Called once in each test, on the test's thread.
     *
     * @return the store and its host's view
     */
    StoreUnderTest newStore();

    /**
     * Whether transactions of the store run at the same time. The tests of locks then also expect that those which need not
     * wait for a lock get past its holder.
     *
     * @return true, unless an implementation says otherwise
     */
    default boolean parallel() {
        return true;
    }

    /**
     * How long a test waits for what must happen, before it fails.
     *
     * @return 20 seconds, unless an implementation says otherwise
     */
    default Duration patience() {
        return Duration.ofSeconds(20);
    }
}
