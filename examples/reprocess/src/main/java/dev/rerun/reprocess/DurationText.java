package dev.rerun.reprocess;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads durations as people write them. */
final class DurationText {
    private static final Pattern SHORT = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)\\s*(ms|s|m|h|d)");

    private static final Map<String, BigDecimal> SECONDS = Map.of(
            "ms", new BigDecimal("0.001"),
            "s", BigDecimal.ONE,
            "m", new BigDecimal(60),
            "h", new BigDecimal(3_600),
            "d", new BigDecimal(86_400));

    private DurationText() {}

    /**
     * Reads {@code 500ms}, {@code 1.5s}, {@code 10m}, {@code 2h}, {@code 1d}, the ISO form {@code PT24H}, or 0.
     *
     * @throws IllegalArgumentException if it is none of these
     */
    static Duration parse(String text) {
        String trimmed = text.strip();
        if (trimmed.equals("0")) {
            return Duration.ZERO;
        }
        Matcher matcher = SHORT.matcher(trimmed.toLowerCase(Locale.ROOT));
        BigDecimal unit = matcher.matches() ? SECONDS.get(matcher.group(2)) : null;
        if (unit != null) {
            BigDecimal seconds = new BigDecimal(matcher.group(1)).multiply(unit);
            BigDecimal nanos = seconds.remainder(BigDecimal.ONE).movePointRight(9);
            return Duration.ofSeconds(seconds.longValue(), nanos.longValue());
        }
        try {
            Duration duration = Duration.parse(trimmed);
            if (!duration.isNegative()) {
                return duration;
            }
        } catch (DateTimeParseException notIso) {
            // Said below.
        }
        throw new IllegalArgumentException(
                "'" + text + "' is no duration; give one such as 500ms, 1s, 10m, 2h, 1d or PT24H");
    }
}
