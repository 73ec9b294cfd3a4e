package dev.rerun.core.spi;

import java.util.List;
import java.util.Optional;

/**
 * The queued entries of runs, lane by lane.
 *
 * <p>A run is locked before its lanes. So a transaction that holds a lane neither locks nor moves that run; and it reads
 * the run's state only after it got the lane, for the state cannot change until the lane is let go (but from {@code QUEUED} to
 * {@code RUNNING}, see {@link Runs#begin}, which takes nothing from whoever works).
 */
public interface Lanes {
    /**
     * Locks any lane in a range of numbers that has outstanding entries and that nobody else holds. Waits for nobody.
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
     * Reads, without a lock, the lanes of the run that have outstanding entries.
     *
     * @param rerunId the run
     * @param limit how many at most
     * @return the lanes, ascending by number; none if all entries are done, or if the run is unknown
     */
    List<Lane> outstanding(long rerunId, int limit);

    /**
     * Reads the next outstanding entries of a lane that this transaction holds.
     *
     * @param lane the lane
     * @param limit how many at most
     * @return the entries in sequence, those directly above the watermark that the record holds
     */
    List<QueuedEntry> read(Lane lane, int limit);

    /**
     * Lists entries of a lane that this transaction holds as failed.
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
}
