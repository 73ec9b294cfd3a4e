package dev.rerun.api;

/** How the processing of one entry ended. */
public enum OutcomeStatus {
    /** A contract's logic was applied and its items are written. */
    PROCESSED,
    /** No contract was in effect; there are no items. */
    NO_CONTRACT,
    /** Resolver, logic or its result failed; there are no items, and the diagnostics say why. */
    FAILED
}
