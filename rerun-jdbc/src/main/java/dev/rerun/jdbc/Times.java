package dev.rerun.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a driver is given instants, and gives them. */
enum Times {
    /** For columns that know that they hold instants. */
    WITH_OFFSET {
        @Override
        Object given(Instant time) {
            return time.atOffset(ZoneOffset.UTC);
        }

        @Override
        Object givenLocal(LocalDateTime time) {
            return time;
        }

        @Override
        @Nullable
        Instant read(ResultSet result, int place) throws SQLException {
            OffsetDateTime value = result.getObject(place, OffsetDateTime.class);
            return value == null ? null : value.toInstant();
        }
    },
    /** For columns of dates and times, which hold those of UTC: as a text, so that no driver takes them to another zone. */
    IN_UTC {
        @Override
        Object given(Instant time) {
            return givenLocal(LocalDateTime.ofInstant(time, ZoneOffset.UTC));
        }

        @Override
        Object givenLocal(LocalDateTime time) {
            return TEXT.format(time.isAfter(LAST) ? LAST : time);
        }

        @Override
        @Nullable
        Instant read(ResultSet result, int place) throws SQLException {
            LocalDateTime value = result.getObject(place, LocalDateTime.class);
            return value == null ? null : value.toInstant(ZoneOffset.UTC);
        }
    };

    private static final DateTimeFormatter TEXT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);

    /** The last that such a column holds, and as good as any later one in a comparison that includes it. */
    private static final LocalDateTime LAST = LocalDateTime.of(9999, 12, 31, 23, 59, 59, 999_999_000);

    abstract Object given(Instant time);

    /** As {@link #given}, for columns whose zone is not the driver's affair. */
    abstract Object givenLocal(LocalDateTime time);

    /** The instant in a column of the current row, or null if there is none. */
    @Nullable
    abstract Instant read(ResultSet result, int place) throws SQLException;
}
