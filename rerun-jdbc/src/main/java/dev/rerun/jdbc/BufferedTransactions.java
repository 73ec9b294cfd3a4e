package dev.rerun.jdbc;

/** Transactions whose host keeps changes in memory for a while before it sends them to the database, as an EntityManager does. */
public interface BufferedTransactions extends Transactions {
    /**
     * Sends to the database what was changed in the calling thread's transaction. Called before each statement of the store
     * and after each entry whose logic returned, so it should be cheap when there is nothing to send.
     *
     * <p>Throws if something cannot be sent, or if the transaction can no longer be committed; either fails the entry.
     */
    void flush();

    /**
     * Forgets what the calling thread's transaction remembers of rows; nothing is unsent. Called after each entry, so that
     * the next one reads rows as they are, and memory does not grow with the batch.
     */
    void clear();
}
