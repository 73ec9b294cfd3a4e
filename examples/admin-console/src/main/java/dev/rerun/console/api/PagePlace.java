package dev.rerun.console.api;

import dev.rerun.api.FailedEntry;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a page of failed activities ends, as a text for the next call. */
final class PagePlace {
    private static final Pattern TEXT = Pattern.compile("([0-9]{1,9})-([0-9]{1,18})");

    private PagePlace() {}

    static String of(FailedEntry last) {
        return last.lane() + "-" + last.sequence();
    }

    /** An entry at that place; of its other facts a page takes no notice. */
    static FailedEntry parse(String text) {
        Matcher place = TEXT.matcher(text);
        if (!place.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no place in the list; give what 'next' said");
        }
        return new FailedEntry(
                Integer.parseInt(place.group(1)),
                Long.parseLong(place.group(2)),
                "0",
                null,
                false,
                "",
                0,
                Instant.EPOCH);
    }
}
