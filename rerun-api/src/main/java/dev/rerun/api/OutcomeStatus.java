package dev.rerun.api;

/** How the processing of one entry ended. */
public enum OutcomeStatus {
    /** A contract's logic was applied and its items are written; or the entry's handler succeeded. */
    PROCESSED,
    /** No contract was in effect; there are no items. */
    NO_CONTRACT,
    /** Resolver, logic or its result failed, or the handler did; there are no items, and the diagnostics say why. */
    FAILED
}
