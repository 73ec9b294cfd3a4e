package dev.rerun.jdbc;

import org.jspecify.annotations.Nullable;

/** An error as it can be kept. To record a failure must never fail for the length of its message. */
final class ErrorText {
    static final int LENGTH = 1_000_000;

    private ErrorText() {}

    static String held(String error) {
        return error.length() <= LENGTH ? error : error.substring(0, LENGTH);
    }

    static @Nullable String heldOrNull(@Nullable String error) {
        return error == null ? null : held(error);
    }
}
