package dev.rerun.console.page;

import dev.rerun.console.runs.StartOrder;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * What a person fills in before anything is counted. Times are those of the person's zone.
 *
 * @param cutoff the window's start, as {@code 2011-09-01T00:00}
 * @param until the window's end, or blank for none
 * @param zone the zone's name; UTC where the browser says nothing
 * @param perSecond how many entries a second at most, or blank
 */
record WindowForm(
        @Nullable String cutoff,
        @Nullable String until,
        @Nullable String zone,
        @Nullable String perSecond) {
    boolean filled() {
        return given(cutoff);
    }

    /** What it means; a value that does not fit is an IllegalArgumentException or DateTimeException. */
    StartOrder order() {
        if (cutoff == null || cutoff.isBlank()) {
            throw new IllegalArgumentException("the cutoff is missing");
        }
        return new StartOrder(
                instant(cutoff),
                until == null || until.isBlank() ? null : instant(until),
                perSecond == null || perSecond.isBlank() ? null : number(perSecond));
    }

    private Instant instant(String local) {
        return LocalDateTime.parse(local.strip())
                .atZone(zone == null || zone.isBlank() ? ZoneId.of("UTC") : ZoneId.of(zone))
                .toInstant();
    }

    private static Integer number(String text) {
        try {
            return Integer.valueOf(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is no number of entries per second", e);
        }
    }

    private static boolean given(@Nullable String text) {
        return text != null && !text.isBlank();
    }
}
