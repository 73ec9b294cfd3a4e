package dev.rerun.api;

/** A command named a run that the store does not have. */
public final class UnknownRerunException extends RerunException {
    private static final long serialVersionUID = 1L;

    private final long rerunId;

    /**
     * Makes the exception.
     *
     * @param rerunId the ID that no run has
     */
    public UnknownRerunException(long rerunId) {
        super(
                "no rerun " + rerunId + " is in this store; see history(app) for those there are, or was it purged?",
                null);
        this.rerunId = rerunId;
    }

    /**
     * The ID that no run has.
     *
     * @return the rerun ID
     */
    public long rerunId() {
        return rerunId;
    }
}
