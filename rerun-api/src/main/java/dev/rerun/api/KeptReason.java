package dev.rerun.api;

/** Why a rerun leaves a register item alone. An item counts under the first reason that applies, in this order. */
public enum KeptReason {
    /** Its time is at or before the cutoff, or after the end. */
    OUTSIDE_WINDOW,
    /** A person made it in the UI. */
    UI_CREATED,
    /** It stands on an invoice. */
    INVOICED,
    /** Its activity entry was past retention when the run started. */
    PAST_RETENTION,
    /** Its activity entry is not calculated again by this run, so deleting it would leave a hole. */
    NOT_SELECTED,
    /** A rule that the host added keeps it. */
    HOST_RULE
}
