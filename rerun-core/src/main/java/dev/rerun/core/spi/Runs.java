package dev.rerun.core.spi;

import dev.rerun.api.Actor;
import dev.rerun.api.RerunAction;
import dev.rerun.api.RerunCommand;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunStatus;
import java.time.Duration;
import java.time.Instant;
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
     * @throws RejectedDataException if the run has no query, and neither has another one of the app that is not over
     */
    boolean insert(NewRun run);

    /**
     * The app's run that is not over; of those that have no query, of which there is one at most.
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
     * Moves a run that this transaction has locked to another state; the first {@code RUNNING} sets its start, a terminal state its
     * end. Where a run that was {@code PAUSED} becomes {@code RUNNING}, its {@link #tally} begins anew.
     *
     * @param id the rerun ID
     * @param status the new state
     * @param reason why, or null
     */
    void moveTo(long id, RerunStatus status, @Nullable String reason);

    /**
     * Makes a run that is {@code COMPLETED_WITH_FAILURES}, and that this transaction has locked, {@code RUNNING} and the app's
     * active run; it has no end any more, and its {@link #tally} begins anew.
     *
     * @param id the rerun ID
     * @throws RejectedDataException if it has no query, and neither has another run of the app that is not over
     */
    void reopen(long id);

    /**
     * Stores what a cancel put back.
     *
     * @param id the rerun ID, of a run that this transaction has locked
     * @param items what became of the items
     */
    void putBack(long id, PutBack items);

    /**
     * The entries that were processed since a run began, or was last resumed or reopened.
     *
     * @param id the rerun ID
     * @return the numbers; zeros if unknown
     */
    Tally tally(long id);

    /**
     * Takes a run's turn if it is free: it then is free again after some time, by the store's clock. Of all transactions that
     * take it, in all processes, one after another does so.
     *
     * @param id the rerun ID
     * @param length how long, to the microsecond; zero only looks
     * @return zero if it was free, or how long until it is; then nothing was done
     */
    Duration takeTurn(long id, Duration length);

    /**
     * Records a command. Needs no lock; others see it as soon as this transaction is committed, also while the run is locked.
     *
     * @param id the rerun ID
     * @param action what was asked for
     * @param actor who asked, and why
     */
    void record(long id, RerunAction action, Actor actor);

    /**
     * Lists a run's commands.
     *
     * @param id the rerun ID
     * @return the commands, oldest first
     */
    List<RerunCommand> commands(long id);

    /**
     * Reads where the runs stand that are not over, of all apps.
     *
     * @return the reports, oldest first
     */
    List<RerunReport> notOver();

    /**
     * Reads where the runs stand that ended lately, of all apps.
     *
     * @param since the earliest end, inclusive
     * @return the reports, in the order of their ends
     */
    List<RerunReport> endedSince(Instant since);

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
     * @param before a run than which all are older, or null
     * @param limit how many at most
     * @return the reports, newest first; none if the app has no such run
     */
    List<RerunReport> history(String app, @Nullable Long before, int limit);

    /**
     * The runs of an app that ended long ago.
     *
     * @param app the app's name
     * @param until the latest end, inclusive
     * @param limit how many at most
     * @return their IDs, oldest first
     */
    List<Long> ended(String app, Instant until, int limit);

    /**
     * Forgets a run that is over: all that was stored of it and for it, its archived items included. Of its outcomes those stay
     * for whose entries no newer run has one.
     *
     * @param id the rerun ID
     */
    void purge(long id);

    /**
     * The registers that an app ever wrote to.
     *
     * @param app the app's name
     * @return their names
     */
    Set<String> registers(String app);
}
