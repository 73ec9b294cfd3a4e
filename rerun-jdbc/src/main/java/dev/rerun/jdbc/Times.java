package dev.rerun.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
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
        @Nullable
        Instant read(ResultSet result, int place) throws SQLException {
            OffsetDateTime value = result.getObject(place, OffsetDateTime.class);
            return value == null ? null : value.toInstant();
        }
    };

    abstract Object given(Instant time);

    /** The instant in a column of the current row, or null if there is none. */
    @Nullable
    abstract Instant read(ResultSet result, int place) throws SQLException;
}
