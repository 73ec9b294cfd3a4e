package dev.rerun.api;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** The checks that the records of this package share. What a value is and of what is put together only for a message. */
final class Require {
    static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999Z");

    /** Written out in a number at most; more stay an exponent. */
    private static final int MOST_ZEROS = 100;

    private Require() {}

    static String text(@Nullable String value, String name) {
        return text(value, name, "");
    }

    static String text(@Nullable String value, String what, Object of) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(
                    what + of + " is missing (was " + quoted(value) + "); give a non-blank text");
        }
        return value;
    }

    /** Every supported database keeps microseconds, so a finer instant would not survive a round trip. */
    static Instant time(@Nullable Instant value, String what, Object of) {
        if (value == null) {
            throw new IllegalArgumentException(what + of + " is missing; give an instant");
        }
        if (value.isBefore(EARLIEST) || value.isAfter(LATEST)) {
            throw new IllegalArgumentException(
                    what + of + " " + value + " is out of range; give an instant of the years 1 to 9999 (UTC)");
        }
        return value.truncatedTo(ChronoUnit.MICROS);
    }

    /** Databases pad or drop trailing zeros, so they carry no meaning here and equal numbers are equal records. */
    static BigDecimal number(@Nullable BigDecimal value, String what, Object of) {
        if (value == null) {
            throw new IllegalArgumentException(what + of + " is missing; give a number");
        }
        if (value.scale() == 0 && value.precision() <= MOST_ZEROS) {
            return value;
        }
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 && stripped.scale() > -MOST_ZEROS ? stripped.setScale(0) : stripped;
    }

    private static String quoted(@Nullable String value) {
        return value == null ? "null" : "'" + value + "'";
    }
}
