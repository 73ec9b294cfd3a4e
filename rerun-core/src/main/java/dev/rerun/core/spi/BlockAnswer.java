package dev.rerun.core.spi;

/** What became of a block. */
public enum BlockAnswer {
    /** The lane has reached it, or there is no such lane; acknowledge it. */
    DONE,
    /** A part of it was worked; ask again at once. */
    MORE,
    /** Another worker holds the lane; keep it and ask again later, without holding up other lanes of its run. */
    BUSY,
    /** Its run is still preparing, or paused; keep its blocks and ask again later, without holding up other runs. */
    WAIT,
    /** Nobody will ever work on its run, which is over or unknown; acknowledge all blocks of the run. */
    DROP
}
