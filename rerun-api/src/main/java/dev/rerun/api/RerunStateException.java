package dev.rerun.api;

/** A run is in a state in which a command means nothing; nothing was done. */
public final class RerunStateException extends RerunException {
    private static final long serialVersionUID = 1L;

    private final long rerunId;
    private final RerunAction action;
    private final RerunStatus status;

    /**
     * Makes the exception.
     *
     * @param rerunId the run
     * @param action what was asked for
     * @param status the state in which the run is
     * @param remedy what to do instead
     */
    public RerunStateException(long rerunId, RerunAction action, RerunStatus status, String remedy) {
        super("rerun " + rerunId + " is " + status + ", so " + action + " was refused; " + remedy, null);
        this.rerunId = rerunId;
        this.action = action;
        this.status = status;
    }

    /**
     * The run.
     *
     * @return its rerun ID
     */
    public long rerunId() {
        return rerunId;
    }

    /**
     * What was asked for.
     *
     * @return the action
     */
    public RerunAction action() {
        return action;
    }

    /**
     * The state in which the run was.
     *
     * @return the state
     */
    public RerunStatus status() {
        return status;
    }
}
