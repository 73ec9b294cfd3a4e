package dev.rerun.core.spi;

/**
 * The engine's side of a stream. Safe for all threads. What it throws means that the store is out of order: the block or
 * lane is as before, and the stream asks again later.
 */
public interface LaneWorker {
    /**
     * Works on one batch of a block's lane.
     *
     * @param block the block
     * @return what became of it
     */
    BlockAnswer work(Block block);

    /**
     * Works on one batch of any lane that the store has outstanding and that nobody else holds.
     *
     * @return false if there was nothing to do
     */
    boolean workAny();
}
