package dev.rerun.api;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The front door: processes activity entries for the first time, and calculates them again when prices or rules change.
 *
 * <p>One engine serves a whole application and is safe for all threads; close it when the application stops. Several
 * engines, in several processes, may share one store. All of them must know the same contracts and logic.
 */
public interface RerunEngine extends AutoCloseable {
    /** A page of a list has at most so many lines: {@value}. */
    int PAGE_LIMIT = 1000;

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
     * Says what a start would do now, without touching anything.
     *
     * @param request what would be calculated again
     * @return the counts
     * @throws IllegalArgumentException as {@link #start(RerunRequest)}
     * @throws EngineClosedException if the engine is closed
     * @throws RerunNotAuthorizedException if the request names a caller who may not
     * @throws RerunException if the store fails
     */
    RerunPlan plan(RerunRequest request);

    /**
     * Lists the entries that a start would select now, in their order, without touching anything.
     *
     * @param request what would be calculated again
     * @param limit how many at most, from 1 to {@value #PAGE_LIMIT}
     * @return the first entries
     * @throws IllegalArgumentException as {@link #start(RerunRequest)}, or if the limit is out of range
     * @throws EngineClosedException if the engine is closed
     * @throws RerunNotAuthorizedException if the request names a caller who may not
     * @throws RerunException if the store fails
     */
    List<ActivityEntry> preview(RerunRequest request, int limit);

    /**
     * Stops a run for a while, on all workers of all processes: when this returns, no entry of it is being processed, and none
     * will be until it is resumed. It waits for the batches that are under way.
     *
     * @param id the run
     * @param actor who asks, and why
     * @return the run, paused
     * @throws UnknownRerunException if the store has no such run
     * @throws RerunNotAuthorizedException if the actor is named and may not
     * @throws RerunStateException if the run is still preparing, paused already, or over
     * @throws EngineClosedException if the engine is closed
     * @throws RerunException if the store fails
     */
    RerunReport pause(long id, Actor actor);

    /**
     * Lets a paused run go on. One that paused after its first entries ({@link RerunOptions#firstOnly(long)}) goes on to its
     * end.
     *
     * @param id the run
     * @param actor who asks, and why
     * @return the run, running
     * @throws UnknownRerunException if the store has no such run
     * @throws RerunNotAuthorizedException if the actor is named and may not
     * @throws RerunStateException if the run is not paused
     * @throws EngineClosedException if the engine is closed
     * @throws RerunException if the store fails
     */
    RerunReport resume(long id, Actor actor);

    /**
     * Ends a run early, in one transaction. Entries that were processed by then stay so. Of all others, failed ones included,
     * the deleted items are put back just as they were, and the diagnostics are those of before the run. A run that is still
     * preparing is rolled back, and the start that waits for it fails.
     *
     * @param id the run
     * @param actor who asks, and why
     * @return the run, cancelled
     * @throws UnknownRerunException if the store has no such run
     * @throws RerunNotAuthorizedException if the actor is named and may not
     * @throws RerunStateException if the run is over
     * @throws EngineClosedException if the engine is closed
     * @throws RerunException if the store fails, or the host's tables do not tell which items belong to entries that are done;
     *     then nothing was changed, or the run's state tells that it was
     */
    RerunReport cancel(long id, Actor actor);

    /**
     * Processes all failed and held entries of a finished run again, say after a plug-in was corrected. The run becomes {@link
     * RerunStatus#RUNNING}. Entries of one ordering key are processed in sequence; but those of the key that were processed
     * already are not calculated again. Where logic depends on earlier items, let runs hold the keys of failed entries
     * ({@link RerunOptions#holdingFailedKeys()}).
     *
     * @param id the run
     * @param actor who asks, and why
     * @return the run, running
     * @throws UnknownRerunException if the store has no such run
     * @throws RerunNotAuthorizedException if the actor is named and may not
     * @throws RerunStateException if the run is not over or has no failed entries, or if a later run of the app has been
     *     queued
     * @throws ActiveRerunException if the app has another run that is not over
     * @throws EngineClosedException if the engine is closed
     * @throws RerunException if the store fails
     */
    RerunReport retryFailed(long id, Actor actor);

    /**
     * Processes some failed entries of a finished run again, and what is held because of them, as {@link #retryFailed(long,
     * Actor)} does with all.
     *
     * @param id the run
     * @param entryIds the failed entries' IDs; not empty, and each of an entry that failed and is not merely held
     * @param actor who asks, and why
     * @return the run, running
     * @throws IllegalArgumentException if no ID is given, or one that is not of a failed entry of the run; nothing was done
     * @throws RerunException as {@link #retryFailed(long, Actor)}
     */
    RerunReport retryFailed(long id, Collection<String> entryIds, Actor actor);

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
     * Lists an app's runs, newest first, at most {@value #PAGE_LIMIT}.
     *
     * @param app the app's name
     * @return the reports; empty if the app is unknown
     */
    default List<RerunReport> history(String app) {
        return history(app, null, PAGE_LIMIT);
    }

    /**
     * Lists an app's runs, newest first: a page of them.
     *
     * @param app the app's name
     * @param before the last one of the page before, or null for the first page
     * @param limit how many at most, from 1 to {@value #PAGE_LIMIT}
     * @return the reports; none if there are no more, if the app is unknown, or if it has no such run
     * @throws IllegalArgumentException if the limit is out of range
     */
    List<RerunReport> history(String app, @Nullable Long before, int limit);

    /**
     * Forgets an app's old runs: their reports, commands and lists, the items that they deleted, and what they said of entries
     * for which a newer run has said something else. Items and entries themselves stay. Each run goes in a transaction of
     * its own.
     *
     * @param app the app's name
     * @param age how long ago a run must have ended at least, by the store's clock
     * @return the number of runs that are gone
     * @throws IllegalArgumentException if the age is negative
     * @throws ActiveRerunException if the app has a run that is not over; runs that are gone by then stay so
     * @throws EngineClosedException if the engine is closed
     * @throws RerunException if the store fails; runs that are gone by then stay so
     */
    int purge(String app, Duration age);

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
