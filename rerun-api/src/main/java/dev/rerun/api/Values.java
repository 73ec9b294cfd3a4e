package dev.rerun.api;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The values of a condition. */
final class Values {
    private Values() {}

    /** Copies them in their order. None at all is an error: it would select nothing, or everything. */
    static Set<String> of(String column, @Nullable Set<String> values) {
        if (values == null || values.isEmpty()) {
            throw new IllegalArgumentException(
                    "no value is given for " + column + "; give at least one, or leave the condition out");
        }
        if (values.stream().anyMatch(value -> value == null)) {
            throw new IllegalArgumentException(
                    "a value for " + column + " is null, which equals nothing; leave it out, or ask with SQL");
        }
        return Collections.unmodifiableSet(new LinkedHashSet<>(values));
    }
}
