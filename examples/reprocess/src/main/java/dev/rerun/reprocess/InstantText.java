package dev.rerun.reprocess;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.function.Function;

/** Reads points in time. */
final class InstantText {
    private static final List<Function<String, Instant>> FORMS = List.of(
            text -> OffsetDateTime.parse(text).toInstant(),
            text -> LocalDateTime.parse(text).toInstant(ZoneOffset.UTC),
            text -> LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant());

    private InstantText() {}

    /**
     * Reads {@code 2026-01-31T10:00:00Z}, another offset in place of Z, or a time or day of UTC without one.
     *
     * @throws IllegalArgumentException if it is none of these
     */
    static Instant parse(String text) {
        String iso = text.strip().replace(' ', 'T');
        for (Function<String, Instant> form : FORMS) {
            try {
                return form.apply(iso);
            } catch (DateTimeParseException another) {
                // The last one is followed by the refusal.
            }
        }
        throw new IllegalArgumentException("'" + text
                + "' is no time; give one such as 2026-01-31T10:00:00Z, or 2026-01-31 for its beginning in UTC");
    }
}
