package dev.rerun.testkit;

import dev.rerun.core.spi.RerunStore;

/**
 * A store that the contract tests put to the test, with its owner's view of the same tables.
 *
 * @param store the store
 * @param host the owner's view
 */
public record StoreUnderTest(RerunStore store, HostTables host) {
    /**
     * A store in memory, which is its own host.
     *
     * @param store the store
     * @return the pair
     */
    public static StoreUnderTest of(InMemoryStore store) {
        return new StoreUnderTest(store, store);
    }
}
