package dev.rerun.core.spi;

/**
 * Carries word of queued lanes to workers. A message is no more than a hint; what is outstanding stands in the store. So
 * messages may come late, twice, or in any order. A stream keeps these promises:
 *
 * <ul>
 *   <li><b>T1</b> What was published is worked on without further calls, also if it was published before {@link
 *       #subscribe}.
 *   <li><b>T2</b> A block whose answer is {@link BlockAnswer#WAIT} is offered again, and holds up no other run; one whose
 *       answer is {@link BlockAnswer#BUSY} is offered again, and holds up no other lane.
 *   <li><b>T3</b> A worker that throws, be it an {@link Error}, is asked again; the stream outlives it.
 *   <li><b>T4</b> After {@link #close} returns, no worker is called and no thread of the stream is left.
 *   <li><b>T5</b> As many calls as workers were asked for run at the same time, and no more.
 *   <li><b>T6</b> Streams that share what is published, as those of several processes do, may come and go: all of it is
 *       worked on, by those that are there.
 * </ul>
 */
public interface ActivityStream extends AutoCloseable {
    /**
     * Checks, without changing anything, that blocks can be published.
     *
     * @throws dev.rerun.api.StreamNotReadyException if not, with what to do
     */
    void checkReady();

    /**
     * Publishes blocks and returns when they are held durably. Called before the run's prepare is committed.
     *
     * @param blocks the blocks, each lane's in ascending order
     * @throws dev.rerun.api.RerunException if they are not held; some of them may be delivered all the same
     */
    void publish(Iterable<Block> blocks);

    /**
     * Starts workers. Called once at most.
     *
     * @param workers how many at the same time, at least one
     * @param worker what they call
     */
    void subscribe(int workers, LaneWorker worker);

    /** Stops the workers after their current call, uninterrupted, and waits for them. A second call does nothing. */
    @Override
    void close();
}
