package dev.rerun.reliability.harbour;

import javax.sql.DataSource;

/**
 * A database of the harbour's own.
 *
 * @param url where other processes find it
 * @param user who may do everything there, without a password
 * @param handingOver lets go of what keeps other processes out
 * @param closing drops it
 */
public record HarbourDatabase(String url, String user, Runnable handingOver, Runnable closing)
        implements AutoCloseable {
    /** A new connection each time. */
    public DataSource source() {
        return DatabaseKind.source(url, user);
    }

    /** To be called before another process uses it, after which this one may again when that is dead. */
    public void handOver() {
        handingOver.run();
    }

    @Override
    public void close() {
        closing.run();
    }
}
