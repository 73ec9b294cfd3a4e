package dev.rerun.api;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A handle on one run. It holds no state of its own: each question is answered from the store. Of a run that was purged meanwhile
 * the report is an {@link UnknownRerunException}, and lists are empty. Safe for all threads.
 */
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

    /**
     * Lists the entries that failed or are held, by lane and number: a page of them.
     *
     * @param after the last one of the page before, or null for the first page
     * @param limit how many at most, from 1 to {@value RerunEngine#PAGE_LIMIT}
     * @return the entries; none if there are no more
     * @throws IllegalArgumentException if the limit is out of range
     */
    List<FailedEntry> failures(@Nullable FailedEntry after, int limit);

    /**
     * Groups the entries that failed, and are not merely held, by what went wrong.
     *
     * @return the causes, the most frequent first; at most {@value RerunEngine#PAGE_LIMIT}
     */
    List<FailureCause> failureCauses();

    /**
     * Lists the commands that were given.
     *
     * @return the commands, the start first
     */
    List<RerunCommand> commands();

    /**
     * Lists the items whose amount a person had edited before this run deleted them, by register and unique key: a page of
     * them. What was edited before the store knew what logic had written is not recognised.
     *
     * @param after the last one of the page before, or null for the first page
     * @param limit how many at most, from 1 to {@value RerunEngine#PAGE_LIMIT}
     * @return the edits; none if there are no more
     * @throws IllegalArgumentException if the limit is out of range
     */
    List<LostEdit> lostEdits(@Nullable LostEdit after, int limit);
}
