package dev.rerun.reliability.faults;

/** Where a process stands still. */
enum StoppingPoint {
    /** In the middle of a batch: its transaction is open, and it holds a lane. */
    IN_A_BATCH,

    /** Behind a batch and before the next one: it holds nothing. */
    BETWEEN_BATCHES,

    /** In the middle of a start, before anything is published: it holds the run and all items that it deletes. */
    IN_A_START
}
