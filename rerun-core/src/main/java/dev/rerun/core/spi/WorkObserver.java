package dev.rerun.core.spi;

import java.util.Map;

/**
 * Watches an engine work on runs, for meters and traces: each prepare, and each batch of a lane. Called on the thread that does
 * the work, which waits for it, so an observer is quick. One that throws is reported in the log once, until it has seen a piece
 * of work through; it harms nothing. Safe for all threads.
 *
 * <p>The context that a prepare's observation gives goes with the run, so that batches can be traced to it: those of the same
 * engine, and, where the stream carries it, those of other processes.
 */
public interface WorkObserver {
    /**
     * A run's prepare begins.
     *
     * @param rerunId the run
     * @param app whose entries
     * @return what is told the rest
     */
    Observation<PrepareCounts> prepareBegins(long rerunId, String app);

    /**
     * A batch begins: its lane is held, and its entries are about to be read. A batch that has to begin anew is still the same
     * one. One that comes to nothing, because the run was paused or another worker was quicker, ends with no entries.
     *
     * @param rerunId the run
     * @param app whose entries
     * @param lane the lane's number
     * @param context what the observation of the run's prepare gave to go with it; empty if this engine does not know it
     * @return what is told the rest
     */
    Observation<LaneProgress> batchBegins(long rerunId, String app, int lane, Map<String, String> context);
}
