package dev.rerun.core.spi;

import dev.rerun.api.RerunException;
import org.jspecify.annotations.Nullable;

/** The store could not do what it was asked: it is unreachable, busy or broken. Trying again may help. */
public class StoreException extends RerunException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what failed, and what to do
     * @param cause what caused it, or null
     */
    public StoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
