package dev.rerun.quickstart;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an instant; one without an offset is read as UTC. */
final class InstantConverter implements ITypeConverter<Instant> {
    private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    @Override
    public Instant convert(String value) {
        Instant instant;
        try {
            TemporalAccessor read =
                    DateTimeFormatter.ISO_DATE_TIME.parseBest(value, OffsetDateTime::from, LocalDateTime::from);
            instant = read instanceof OffsetDateTime withOffset
                    ? withOffset.toInstant()
                    : LocalDateTime.from(read).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw new TypeConversionException("'" + value
                    + "' is not an instant; give one such as 2011-09-01T00:00:00, which is read as UTC, or"
                    + " 2011-09-01T00:00:00+02:00");
        }
        if (instant.isBefore(EARLIEST) || instant.isAfter(LATEST)) {
            throw new TypeConversionException(
                    "'" + value + "' is out of range; give an instant from " + EARLIEST + " to " + LATEST);
        }
        return instant;
    }
}
