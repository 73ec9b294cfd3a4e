package dev.rerun.core.spi;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where entries, items and runs are kept. The engine decides what happens; a store does it and keeps these promises:
 *
 * <ul>
 *   <li><b>S1</b> A transaction happens as a whole or not at all, also when the process dies.
 *   <li><b>S2</b> A transaction sees what was committed before its current statement, and its own writes.
 *   <li><b>S3</b> Exclusive locks ({@link Runs#lock}, {@link Lanes#claim}, {@link Lanes#lock}, {@link
 *       Entries#enter}, {@link Runs#closeEpoch}) last until the transaction ends, and end with its process.
 *   <li><b>S4</b> Values come back as they were stored: instants and durations to the microsecond, a run's retention to
 *       the second, numbers exactly, texts as given.
 * </ul>
 *
 * <p>The kit in {@code rerun-testkit} holds an implementation to these promises and to those of the parts. Safe for all
 * threads; one transaction belongs to one thread.
 */
public interface RerunStore {
    /**
     * Checks, without changing anything, that the store can be used.
     *
     * @throws dev.rerun.api.RerunException if it is missing, older or newer than this library, with what to do
     */
    void verify();

    /**
     * What the store can hold.
     *
     * @return its limits, always the same
     */
    StoreLimits limits();

    /**
     * Runs work in a transaction that commits when the work returns and is rolled back when it throws.
     *
     * @param work the work; it may not keep the transaction
     * @param <T> what it returns
     * @return what the work returned, after the commit
     * @throws RejectedDataException if the store refuses a value; the transaction cannot go on after one
     * @throws StoreConflictException if another transaction stood in the way, and this one was undone for certain
     * @throws StoreException if the store fails; after a failed commit its outcome may be unknown
     */
    <T extends @Nullable Object> T transaction(Function<StoreTransaction, T> work);
}
