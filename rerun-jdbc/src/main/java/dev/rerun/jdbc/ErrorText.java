package dev.rerun.jdbc;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** What is noted of an error, as it can be kept. To record a failure must never fail for the length of a text. */
final class ErrorText {
    static final int LENGTH = 1_000_000;
    static final int SHORT_LENGTH = 255;

    private static final int HASH_LENGTH = 64;

    private ErrorText() {}

    static String held(String error) {
        return cut(error, LENGTH);
    }

    static @Nullable String heldOrNull(@Nullable String error) {
        return error == null ? null : held(error);
    }

    static String heldCause(String cause) {
        return cut(cause, SHORT_LENGTH);
    }

    /** A longer key, which only a host's own table has, is told from others of the same beginning by a hash. */
    static String heldKey(String orderingKey) {
        if (orderingKey.length() <= SHORT_LENGTH) {
            return orderingKey;
        }
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(orderingKey.getBytes(StandardCharsets.UTF_8));
            return cut(orderingKey, SHORT_LENGTH - HASH_LENGTH - 1) + "~"
                    + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Never through the middle of a character. */
    private static String cut(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length);
    }
}
