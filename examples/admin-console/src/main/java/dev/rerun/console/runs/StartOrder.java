package dev.rerun.console.runs;

import dev.rerun.api.RerunOptions;
import dev.rerun.api.RerunRequest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to have calculated again.
 *
 * @param cutoff the window's start, exclusive
 * @param until the window's end, inclusive, or null for none
 * @param entriesPerSecond how fast at most, or null for as fast as it goes
 */
public record StartOrder(
        Instant cutoff, @Nullable Instant until, @Nullable Integer entriesPerSecond) {
    /**
     * The same for the engine; a value that does not fit is an IllegalArgumentException. What comes after a failed activity of a
     * customer is held, since the fees of a month depend on what was billed before.
     */
    RerunRequest request(String caller) {
        RerunRequest request = RerunRequest.after(cutoff).onBehalfOf(caller);
        if (until != null) {
            request = request.endingAt(until);
        }
        RerunOptions options = RerunOptions.DEFAULT.holdingFailedKeys();
        return request.with(entriesPerSecond == null ? options : options.entriesPerSecond(entriesPerSecond));
    }
}
