package dev.rerun.core.spi;

import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The runs and their states. All times that it stores are the store's own. */
public interface Runs {
    /**
     * The barrier: waits until all first processing of the app that is in flight has committed, holds back further one
     * until this transaction ends, and ends the app's epoch. Serializes the starts of one app.
     *
     * @param app the app's name; an unknown one becomes known
     * @return the epoch that ends with this transaction; the first is 1
     */
    long closeEpoch(String app);

    /**
     * Records a run as {@code PREPARING}.
     *
     * @param run the run
     * @return false, with nothing done, if the store has a run of this ID
     * @throws RejectedDataException if the app has a run that is not over
     */
    boolean insert(NewRun run);

    /**
     * The app's run that is not over.
     *
     * @param app the app's name
     * @return its ID, or empty
     */
    OptionalLong active(String app);

    /**
     * The app's run that was started with an idempotency key. One that is {@code FAILED} changed nothing, so its key is
     * free again.
     *
     * @param app the app's name
     * @param key the key
     * @return its ID, or empty
     */
    OptionalLong byIdempotencyKey(String app, String key);

    /**
     * Locks a run against every other transaction that locks it and against all that hold one of its lanes: waits for
     * those that are under way, and holds back those that come.
     *
     * @param id the rerun ID
     * @return the run as it is under the lock, or empty if unknown
     */
    Optional<Run> lock(long id);

    /**
     * Reads a run without a lock.
     *
     * @param id the rerun ID
     * @return the run, or empty if unknown
     */
    Optional<Run> find(long id);

    /**
     * The runs that workers may work on.
     *
     * @return all that are {@code QUEUED} or {@code RUNNING}, oldest first
     */
    List<Run> workable();

    /**
     * Locks the runs that are {@code PREPARING} and that nobody holds locked: their process is gone.
     *
     * @param grace how old a run must be, by the store's clock, so that one that was recorded a moment ago and is about to
     *     be locked is left alone
     * @return their IDs
     */
    List<Long> lockAbandoned(Duration grace);

    /**
     * Makes a run that this transaction has locked {@code QUEUED} and stores what its prepare did.
     *
     * @param id the rerun ID
     * @param counts what prepare did
     */
    void queued(long id, PrepareCounts counts);

    /**
     * Makes a run that is {@code QUEUED} {@code RUNNING}, and sets its start. Waits for whoever has locked the run, but not
     * for those that hold one of its lanes: they may take long, and need not know.
     *
     * @param id the rerun ID, of a run that this transaction has not locked
     * @return false, with nothing done, if it is unknown or in another state
     */
    boolean begin(long id);

    /**
     * Moves a run that this transaction has locked to another state; the first {@code RUNNING} sets its start, a terminal state its end.
     *
     * @param id the rerun ID
     * @param status the new state
     * @param error why, for {@code FAILED}; otherwise null
     */
    void moveTo(long id, RerunStatus status, @Nullable String error);

    /**
     * Reads where a run stands, with the sums of its lanes.
     *
     * @param id the rerun ID
     * @return the report, or empty if unknown
     */
    Optional<RerunReport> report(long id);

    /**
     * Reads where an app's runs stand.
     *
     * @param app the app's name
     * @param limit how many at most
     * @return the reports, newest first
     */
    List<RerunReport> history(String app, int limit);

    /**
     * The registers that an app ever wrote to.
     *
     * @param app the app's name
     * @return their names
     */
    Set<String> registers(String app);
}
