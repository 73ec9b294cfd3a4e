package dev.rerun.reprocess;

import org.jspecify.annotations.Nullable;

/** Something that a person must put right before packets are sent. */
final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
        this(message, null);
    }

    RefusedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
