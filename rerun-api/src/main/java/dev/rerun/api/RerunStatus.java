package dev.rerun.api;

/** The states of a rerun. */
public enum RerunStatus {
    /** The run is known, and its items are being deleted and its entries queued, in a transaction not yet committed. */
    PREPARING,
    /** Prepared and committed; no worker has begun. */
    QUEUED,
    /** Workers process its entries. */
    RUNNING,
    /** A person stopped it for a while. */
    PAUSED,
    /** Every entry was processed. */
    COMPLETED,
    /** Every entry was processed or is listed as failed, and at least one failed. */
    COMPLETED_WITH_FAILURES,
    /** A person ended it early. */
    CANCELLED,
    /** It was rolled back while it prepared; everything is as it was before. */
    FAILED;

    /**
     * Whether the run is over.
     *
     * @return true in a state that is never left
     */
    public boolean terminal() {
        return switch (this) {
            case COMPLETED, COMPLETED_WITH_FAILURES, CANCELLED, FAILED -> true;
            case PREPARING, QUEUED, RUNNING, PAUSED -> false;
        };
    }
}
