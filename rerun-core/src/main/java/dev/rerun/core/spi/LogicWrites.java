package dev.rerun.core.spi;

import java.util.Optional;

/**
 * What logic writes beside the items that it returns, by means of its host's own such as an EntityManager, in a store whose
 * transactions are the host's. The promises:
 *
 * <ul>
 *   <li><b>W1</b> It belongs to the store's transaction of the calling thread: committed and rolled back with it.
 *   <li><b>W2</b> Logic's own statements see what the store wrote in the transaction, and the store's see what logic wrote.
 *   <li><b>W3</b> What cannot be written is thrown before {@link #flush} returns, at the latest.
 * </ul>
 *
 * <p>The engine takes back what logic wrote for an entry that then failed, or that is calculated again, by rolling the whole
 * transaction back and beginning anew. So nothing is asked of a store here that its database, or the host's library, can
 * do only while no error has happened.
 */
public interface LogicWrites {
    /**
     * Ends the work of one entry's logic: sends to the database what the host's library still keeps in memory. Called after
     * each entry whose logic returned.
     *
     * <p>Whatever it throws fails the entry, unless {@link #storeFailure} says otherwise.
     */
    void flush();

    /**
     * Tells whether something that logic, or {@link #flush}, threw is the database's doing rather than the entry's.
     *
     * @param thrown what was thrown
     * @return what is to become of the transaction: a {@link StoreException} if the database is out of order or busy, so that
     *     the batch is tried again, and a {@link RejectedDataException} if the transaction cannot go on because of a
     *     statement before; empty if the entry is to fail
     */
    Optional<StoreException> storeFailure(Throwable thrown);
}
