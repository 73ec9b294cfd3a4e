package dev.rerun.api;

import org.jspecify.annotations.Nullable;

/** A run was rolled back while it prepared: items, entries and diagnostics are as before, and the run is FAILED. */
public final class RerunStartFailedException extends RerunException {
    private static final long serialVersionUID = 1L;

    private final long rerunId;

    /**
     * Makes the exception.
     *
     * @param rerunId the run
     * @param message what went wrong
     * @param cause what caused it, or null
     */
    public RerunStartFailedException(long rerunId, String message, @Nullable Throwable cause) {
        super("rerun " + rerunId + " was rolled back and changed nothing: " + message, cause);
        this.rerunId = rerunId;
    }

    /**
     * The run that failed.
     *
     * @return its rerun ID
     */
    public long rerunId() {
        return rerunId;
    }
}
