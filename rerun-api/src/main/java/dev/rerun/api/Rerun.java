package dev.rerun.api;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A handle on one run. It holds no state of its own: each question is answered from the store. Safe for all threads. */
public interface Rerun {
    /**
     * The rerun ID: random, of at least six digits, unique in its store.
     *
     * @return the ID
     */
    long id();

    /**
     * The app whose entries are calculated again.
     *
     * @return its name
     */
    String app();

    /**
     * Reads the state.
     *
     * @return the state at this moment
     */
    RerunStatus status();

    /**
     * Reads the counters.
     *
     * @return where the run stands at this moment
     */
    RerunReport report();

    /**
     * Waits until the run is over, whichever process works on it.
     *
     * @param atMost how long to wait; zero or negative looks once
     * @return the report of the finished run
     * @throws RerunTimeoutException if it is not over by then; the run goes on
     * @throws RerunInterruptedException if the thread is interrupted; its flag is set again and the run goes on
     */
    RerunReport await(Duration atMost);

    /**
     * The end of the run as a future, which completes with the report of the finished run. It completes exceptionally
     * with {@link EngineClosedException} if this engine is closed before. Cancelling it does not touch the run.
     *
     * @return the same future at each call
     */
    CompletableFuture<RerunReport> completion();
}
