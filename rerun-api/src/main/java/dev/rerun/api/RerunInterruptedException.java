package dev.rerun.api;

/** A thread was interrupted while it waited for a run; the run goes on and the thread's interrupt flag is set. */
public final class RerunInterruptedException extends RerunException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param rerunId the run that was waited for
     * @param cause the interruption
     */
    public RerunInterruptedException(long rerunId, InterruptedException cause) {
        super("interrupted while waiting for rerun " + rerunId + ", which goes on", cause);
    }
}
