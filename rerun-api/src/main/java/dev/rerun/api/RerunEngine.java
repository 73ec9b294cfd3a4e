package dev.rerun.api;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The front door: processes activity entries for the first time, and calculates them again when prices or rules change.
 *
 * <p>One engine serves a whole application and is safe for all threads; close it when the application stops. Several
 * engines, in several processes, may share one store. All of them must know the same contracts and logic.
 */
public interface RerunEngine extends AutoCloseable {
    /** At most so many runs are returned by {@link #history(String)}: {@value}. */
    int HISTORY_LIMIT = 100;

    /** An engine has at most so many workers: {@value}. */
    int MOST_WORKERS = 1024;

    /**
     * Calculates everything after an instant again, for the engine's default app.
     *
     * @param cutoff the window's start, exclusive
     * @return the run, queued
     * @throws IllegalArgumentException as {@link #start(RerunRequest)}
     * @throws RerunException as {@link #start(RerunRequest)}
     */
    default Rerun start(Instant cutoff) {
        return start(RerunRequest.after(cutoff));
    }

    /**
     * Deletes the eligible register items and queues the selected entries, in one transaction of the store, and returns
     * when that is committed. Workers then process the entries. An app without entries makes a run of zero.
     *
     * @param request what to calculate again
     * @return the run, queued; or the first run if one with the same idempotency key exists
     * @throws IllegalArgumentException if the cutoff is in the future, no app is named and the engine has no default, a
     *     text is too long for the store, or the idempotency key belongs to a run with another window
     * @throws EngineClosedException if the engine is closed
     * @throws ActiveRerunException if the app has a run that is not over
     * @throws RerunNotAuthorizedException if the request names a caller who may not
     * @throws StreamNotReadyException if the stream cannot take the entries; nothing was touched
     * @throws RerunStartFailedException if the run was rolled back; items, entries and diagnostics are as before
     * @throws RerunException otherwise if the store fails: the message says whether nothing was touched, or the outcome is
     *     unknown until the store answers again
     */
    Rerun start(RerunRequest request);

    /**
     * Processes entries for the first time: resolves the contract in effect, applies its logic, writes items, outcome and
     * the entries themselves. The entries may come in any order and are processed by sequence. One that fails is stored
     * with its error and without items; the others go on. One that is already stored is skipped, so that a call may be
     * repeated after an exception.
     *
     * <p>Large collections are committed in several transactions. Whatever threads or processes call, entries of one
     * ordering key are processed for the first time one after another, so each sees the items of those before.
     *
     * <p>While a run of the app is going, an entry of a key whose turn in the run has not come sees the register without
     * the items that the run will still write. Where logic depends on earlier items, process such entries when the run is
     * over, or rerun once more.
     *
     * @param entries the entries, of any apps
     * @return what became of them
     * @throws IllegalArgumentException if an entry cannot be stored (two with one ID, an ID or key that does not fit);
     *     nothing was written
     * @throws EngineClosedException if the engine is closed
     * @throws RerunException if the store fails; what earlier transactions of the call wrote stays. Call again: what was
     *     stored is skipped. So it also is, and counts as already known, if only the answer to its commit was lost
     */
    ProcessingReport process(Collection<ActivityEntry> entries);

    /**
     * Finds a run by its ID.
     *
     * @param id the rerun ID
     * @return the run, or empty if the store has none with this ID
     */
    Optional<Rerun> find(long id);

    /**
     * Lists an app's runs, newest first, at most {@value #HISTORY_LIMIT}.
     *
     * @param app the app's name
     * @return the reports; empty if the app is unknown
     */
    List<RerunReport> history(String app);

    /**
     * Lists how an entry was processed, newest first: each rerun, and the first processing last.
     *
     * @param app the app's name
     * @param entryId the entry's ID
     * @return the outcomes; empty if the entry is unknown
     */
    List<ActivityOutcome> outcomes(String app, String entryId);

    /**
     * Starts the workers of an engine that was built without any. They process what is queued, whichever process queued it,
     * until the engine is closed.
     *
     * @param workers how many batches are processed at the same time, from 1 to {@value #MOST_WORKERS}
     * @throws IllegalArgumentException if the number is out of range
     * @throws IllegalStateException if this engine has its workers already
     * @throws EngineClosedException if the engine is closed
     */
    void startWorkers(int workers);

    /** Stops this engine's workers after their current batch, closes its stream and frees its threads. The store stays. */
    @Override
    void close();
}
