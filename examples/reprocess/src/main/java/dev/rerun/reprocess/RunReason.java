package dev.rerun.reprocess;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * What a run remembers of the command that started it.
 *
 * @param words the part of the command line that selects
 * @param since when the repetition began that the run is part of, or null if it is no part of one
 */
record RunReason(String words, @Nullable Instant since) {
    private static final String SINCE = ", since ";

    /** Reads the reason of a run. */
    static RunReason of(@Nullable String reason) {
        String text = reason == null ? "" : reason;
        int at = text.lastIndexOf(SINCE);
        if (at >= 0) {
            try {
                return new RunReason(text.substring(0, at), Instant.parse(text.substring(at + SINCE.length())));
            } catch (DateTimeParseException somebodyElses) {
                // All of it is words.
            }
        }
        return new RunReason(text, null);
    }

    @Override
    public String toString() {
        return since == null ? words : words + SINCE + since;
    }
}
