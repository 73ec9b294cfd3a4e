package dev.rerun.api;

import org.jspecify.annotations.Nullable;

/** The stream cannot take entries now; nothing was touched. */
public final class StreamNotReadyException extends RerunException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what is wrong with the stream, and what to do
     * @param cause what caused it, or null
     */
    public StreamNotReadyException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
