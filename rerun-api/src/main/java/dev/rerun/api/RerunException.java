package dev.rerun.api;

import org.jspecify.annotations.Nullable;

/** What went wrong in a way that a caller can act on; one subclass for each kind. */
public abstract class RerunException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message what was wrong, with the value, and what to do
     * @param cause what caused it, or null
     */
    protected RerunException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
