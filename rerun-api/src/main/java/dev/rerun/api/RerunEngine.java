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
     * @throws IllegalArgumentException if the cutoff is in the future, or no app is named and the engine has no default
     * @throws ActiveRerunException if the app has a run that is not over
     * @throws RerunNotAuthorizedException if the request names a caller who may not
     * @throws StreamNotReadyException if the stream cannot take the entries; nothing was touched
     * @throws RerunStartFailedException if the run was rolled back; items, entries and diagnostics are as before
     */
    Rerun start(RerunRequest request);

    /**
     * Processes entries for the first time: resolves the contract in effect, applies its logic, writes items, outcome and
     * the entries themselves. The entries may come in any order and are processed by sequence. One that fails is stored
     * with its error and without items; the others go on. One that is already stored is skipped, so that a call may be
     * repeated after an exception.
     *
     * <p>Large collections are committed in several transactions. Entries of one ordering key are never processed at the
     * same moment, whatever threads or processes call.
     *
     * @param entries the entries, of any apps
     * @return what became of them
     * @throws IllegalArgumentException if an entry cannot be stored (two with one ID, an ID or key that does not fit);
     *     nothing was written
     * @throws RerunException if the store fails; what earlier transactions of the call wrote stays
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

    /** Stops this engine's workers after their current batch, closes its stream and frees its threads. The store stays. */
    @Override
    void close();
}
