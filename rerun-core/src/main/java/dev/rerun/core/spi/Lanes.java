package dev.rerun.core.spi;

import dev.rerun.api.FailedEntry;
import dev.rerun.api.FailureCause;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The queued entries of runs, lane by lane.
 *
 * <p>A run is locked before its lanes. So a transaction that holds a lane neither locks nor moves that run; and it reads
 * the run's state only after it got the lane, for the state cannot change until the lane is let go (but from {@code QUEUED} to
 * {@code RUNNING}, see {@link Runs#begin}, which takes nothing from whoever works).
 */
public interface Lanes {
    /**
     * Locks any lane in a range of numbers that is open and that nobody else holds. Waits for nobody.
     *
     * @param rerunId the run
     * @param from the lowest number, inclusive
     * @param end the end of the range, exclusive
     * @return the lane as it is under the lock, or empty if there is none to be had now
     */
    Optional<Lane> claim(long rerunId, int from, int end);

    /**
     * Locks one lane, waiting for whoever holds it.
     *
     * @param rerunId the run
     * @param number the lane's number
     * @return the lane as it is under the lock, or empty if unknown
     */
    Optional<Lane> lock(long rerunId, int number);

    /**
     * Reads one lane without a lock.
     *
     * @param rerunId the run
     * @param number the lane's number
     * @return the lane, or empty if unknown
     */
    Optional<Lane> find(long rerunId, int number);

    /**
     * Reads, without a lock, the lanes of the run that are open.
     *
     * @param rerunId the run
     * @param limit how many at most
     * @return the lanes, ascending by number; none if all entries that may be processed are done, or if the run is unknown
     */
    List<Lane> open(long rerunId, int limit);

    /**
     * Reads the next outstanding entries of a lane that this transaction holds.
     *
     * @param lane the lane
     * @param limit how many at most
     * @return the entries in sequence, those directly above the watermark that the record holds, and none above its gate
     */
    List<QueuedEntry> read(Lane lane, int limit);

    /**
     * Lists entries of a lane that this transaction holds as failed or held.
     *
     * @param lane the lane
     * @param entries the entries
     */
    void park(Lane lane, List<ParkedEntry> entries);

    /**
     * Moves the watermark of a lane that this transaction holds, and adds to its counters.
     *
     * @param lane the lane
     * @param progress the new watermark and what to add
     */
    void advance(Lane lane, LaneProgress progress);

    /**
     * Finds out which ordering keys have entries in a lane that are listed as failed.
     *
     * @param lane the lane, which this transaction holds
     * @param orderingKeys some ordering keys
     * @return for each of them that has, the ID of its first failed entry
     */
    Map<String, String> failedKeys(Lane lane, Collection<String> orderingKeys);

    /**
     * Opens all lanes of a run to their ends.
     *
     * @param rerunId the run, which this transaction has locked
     */
    void openAll(long rerunId);

    /**
     * Lists the entries of a run that failed or are held, by lane and number.
     *
     * @param rerunId the run
     * @param after the last one of the page before, or null for the first page
     * @param limit how many at most
     * @return the entries
     */
    List<FailedEntry> parked(long rerunId, @Nullable FailedEntry after, int limit);

    /**
     * Groups the entries of a run that failed by their cause.
     *
     * @param rerunId the run
     * @param limit how many causes at most
     * @return the causes, the most frequent first, equally frequent ones by name
     */
    List<FailureCause> causes(long rerunId, int limit);

    /**
     * Queues failed entries again, and the held ones of their ordering keys: at the ends of their lanes, in the order of their
     * old numbers. They are no longer listed, their lanes no longer count them, and their outcomes of this run are gone.
     *
     * @param run the run, which this transaction has locked and of which nothing is outstanding
     * @param entryIds some entries' IDs, or null for all entries that failed or are held
     * @return the number of entries, failed and held ones
     * @throws IllegalArgumentException if some of the IDs are not of entries that failed; nothing was done
     */
    long requeue(Run run, @Nullable Collection<String> entryIds);
}
