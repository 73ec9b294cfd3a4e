package dev.rerun.core.spi;

import org.jspecify.annotations.Nullable;

/**
 * Another transaction stood in the way: a deadlock, a serialization failure, or a lock that was not given in time. This one
 * was undone for certain; the same again may succeed.
 */
public final class StoreConflictException extends StoreException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what was in the way, and what to do
     * @param cause what caused it, or null
     */
    public StoreConflictException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
