package dev.rerun.api;

/** The states of a rerun. */
public enum RerunStatus {
    /** The run is known, and its items are being deleted and its entries queued, in a transaction not yet committed. */
    PREPARING,
    /** Prepared and committed; no worker has begun. */
    QUEUED,
    /** Workers process its entries. */
    RUNNING,
    /** A person, or the engine itself, stopped it for a while; {@link RerunReport#statusReason()} says why. */
    PAUSED,
    /** Every entry was processed. */
    COMPLETED,
    /** Every entry was processed or is listed as failed or held, and at least one failed. A retry takes the run back to RUNNING. */
    COMPLETED_WITH_FAILURES,
    /** A person ended it early: what was not done by then is as it was before. */
    CANCELLED,
    /** It was rolled back while it prepared; everything is as it was before. */
    FAILED;

    /**
     * Whether the run is over. Only {@link #COMPLETED_WITH_FAILURES} can be left again, by a retry.
     *
     * @return true if nobody works on it any more
     */
    public boolean terminal() {
        return switch (this) {
            case COMPLETED, COMPLETED_WITH_FAILURES, CANCELLED, FAILED -> true;
            case PREPARING, QUEUED, RUNNING, PAUSED -> false;
        };
    }
}
