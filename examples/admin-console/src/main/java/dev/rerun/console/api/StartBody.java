package dev.rerun.console.api;

import dev.rerun.console.runs.StartOrder;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a start is asked with.
 *
 * @param cutoff the window's start, exclusive
 * @param until the window's end, inclusive, or null for none
 * @param reason why
 * @param entriesPerSecond how fast at most, or null
 */
record StartBody(
        @Nullable Instant cutoff,
        @Nullable Instant until,
        @Nullable String reason,
        @Nullable Integer entriesPerSecond) {
    StartOrder order() {
        if (cutoff == null) {
            throw new IllegalArgumentException("cutoff is missing; give an instant such as 2011-09-01T00:00:00Z");
        }
        return new StartOrder(cutoff, until, entriesPerSecond);
    }

    String reasonOrBlank() {
        return reason == null ? "" : reason;
    }
}
