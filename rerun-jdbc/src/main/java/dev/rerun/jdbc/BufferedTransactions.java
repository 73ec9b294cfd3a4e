package dev.rerun.jdbc;

/** Transactions whose host keeps changes in memory for a while before it sends them to the database, as an EntityManager does. */
public interface BufferedTransactions extends Transactions {
    /**
     * Sends to the database what was changed in the calling thread's transaction. Called before each statement of the store
     * and after each entry whose logic returned, so it should be cheap when there is nothing to send.
     *
     * <p>What it throws because something cannot be sent fails the entry. If the transaction can no longer be committed and
     * nobody knows why, it throws a {@link dev.rerun.core.spi.RejectedDataException}: the batch is tried again in parts, and
     * an entry with which it happens again fails.
     */
    void flush();

    /**
     * Forgets what the calling thread's transaction remembers of rows; nothing is unsent. Called after each entry, so that
     * the next one reads rows as they are, and memory does not grow with the batch.
     */
    void clear();
}
