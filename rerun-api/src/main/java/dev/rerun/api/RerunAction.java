package dev.rerun.api;

/** What a caller can ask for. */
public enum RerunAction {
    /** To say what a start would do. */
    PLAN,
    /** To start a run. */
    START,
    /** To stop a run for a while. */
    PAUSE,
    /** To let a paused run go on. */
    RESUME,
    /** To end a run early. */
    CANCEL,
    /** To process the failed entries of a finished run again. */
    RETRY
}
