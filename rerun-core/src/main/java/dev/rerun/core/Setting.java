package dev.rerun.core;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Checks of what a host sets. Bounds are inclusive. */
final class Setting {
    private Setting() {}

    static int inRange(int value, int least, int most, String name) {
        if (value < least || value > most) {
            throw refused(name, value, least + " to " + most);
        }
        return value;
    }

    static Duration inRange(Duration value, Duration least, Duration most, String name, String bounds) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw refused(name, value, bounds);
        }
        return value;
    }

    static Duration ofWholeSeconds(Duration value, Duration least, Duration most, String name, String bounds) {
        if (!value.truncatedTo(ChronoUnit.SECONDS).equals(value)) {
            throw refused(name, value, bounds);
        }
        return inRange(value, least, most, name, bounds);
    }

    private static IllegalArgumentException refused(String name, Object value, String bounds) {
        return new IllegalArgumentException(name + " " + value + " is out of range; give " + bounds);
    }

    static <T> T given(@Nullable T part, String what, String method) {
        if (part == null) {
            throw new IllegalStateException("the engine has no " + what + "; give one with " + method + "(...)");
        }
        return part;
    }
}
