package dev.rerun.core.spi;

/** What became of a block. */
public enum BlockAnswer {
    /** The lane has reached it; acknowledge it. */
    DONE,
    /** A part of it was worked; ask again at once. */
    MORE,
    /** Its run is still preparing, or paused; keep it and ask again later, without holding up other runs. */
    WAIT,
    /** Nobody will ever work on it, because its run is over or unknown; acknowledge it. */
    DROP
}
