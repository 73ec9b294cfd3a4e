package dev.rerun.core.spi;

import org.jspecify.annotations.Nullable;

/** The store refused a value: too long, out of range, or a key that exists. Trying again with the same value is in vain. */
public final class RejectedDataException extends StoreException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what was refused
     * @param cause what caused it, or null
     */
    public RejectedDataException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
