package dev.rerun.jdbc;

import dev.rerun.core.spi.RejectedDataException;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Binds a statement's parameters from left to right. */
final class Parameters {
    /** Before every instant that a record can hold; also stands in for earlier ones. */
    static final Instant EVER_BEFORE = Instant.parse("0000-12-31T23:59:59.999999Z");

    /** After every instant that a record can hold; also stands in for later ones. */
    static final Instant EVER_AFTER = Instant.parse("+10000-01-01T00:00:00Z");

    private final Places places;
    private final Dialect dialect;
    private final @Nullable PreparedStatement statement;
    private int last;

    Parameters(PreparedStatement statement, Dialect dialect) {
        this.places = Places.of(statement);
        this.dialect = dialect;
        this.statement = statement;
    }

    /** For the rows of an insert; it is given instants as they are. */
    Parameters(RowSink sink, Dialect dialect) {
        this.places = sink;
        this.dialect = dialect;
        this.statement = null;
    }

    Parameters number(@Nullable Long value) throws SQLException {
        return put(value, Types.BIGINT);
    }

    Parameters integer(@Nullable Integer value) throws SQLException {
        return put(value, Types.INTEGER);
    }

    Parameters text(@Nullable String value) throws SQLException {
        return put(value == null ? null : requireStorable(value), Types.VARCHAR);
    }

    /** Binds a text for people, in which characters that the database cannot hold are replaced. */
    Parameters remark(@Nullable String value) throws SQLException {
        return put(value == null ? null : dialect.storable(value), Types.VARCHAR);
    }

    /** Binds the value of a {@link KeyColumn}. */
    Parameters key(@Nullable Object value) throws SQLException {
        return value instanceof String text ? text(text) : put(value, Types.OTHER);
    }

    Parameters flag(boolean value) throws SQLException {
        return put(value, Types.BOOLEAN);
    }

    Parameters real(double value) throws SQLException {
        return put(value, Types.DOUBLE);
    }

    Parameters decimal(@Nullable BigDecimal value) throws SQLException {
        return put(value, Types.NUMERIC);
    }

    /** Binds whole microseconds, because databases would round what is finer. */
    Parameters time(@Nullable Instant value) throws SQLException {
        if (value == null) {
            return put(null, Types.TIMESTAMP_WITH_TIMEZONE);
        }
        Instant held = held(value);
        return put(statement == null ? held : dialect.times().given(held), Types.TIMESTAMP_WITH_TIMEZONE);
    }

    /** Binds a time to a column without zone. */
    Parameters localTime(LocalDateTime value) throws SQLException {
        return put(dialect.times().givenLocal(value), Types.TIMESTAMP);
    }

    /** What databases can compare with, in whole microseconds. */
    static Instant held(Instant value) {
        Instant held = value.isBefore(EVER_BEFORE) ? EVER_BEFORE : value.isAfter(EVER_AFTER) ? EVER_AFTER : value;
        return held.truncatedTo(ChronoUnit.MICROS);
    }

    /** Binds the rows of a {@link Dialect#keyTable}. */
    Parameters keys(KeyRows rows) throws SQLException {
        for (List<?> values : rows.values()) {
            for (Object value : values) {
                if (value instanceof String text) {
                    requireStorable(text);
                }
            }
        }
        PreparedStatement target = Objects.requireNonNull(statement, "keys in a row of many");
        for (Object parameter : dialect.keyParameters(target.getConnection(), rows)) {
            target.setObject(++last, parameter);
        }
        return this;
    }

    Parameters all(Binding binding) throws SQLException {
        binding.bind(this);
        return this;
    }

    /** Ends a row of many. */
    void addRow() throws SQLException {
        places.endRow();
        last = 0;
    }

    private Parameters put(@Nullable Object value, int type) throws SQLException {
        places.put(++last, value, type);
        return this;
    }

    private String requireStorable(String text) {
        String storable = dialect.storable(text);
        if (storable.equals(text)) {
            return text;
        }
        int index = 0;
        while (text.charAt(index) == storable.charAt(index)) {
            index++;
        }
        throw new RejectedDataException(
                "the character U+%04X at index %d of the text '%s' cannot be stored by this database; remove it"
                        .formatted(
                                (int) text.charAt(index),
                                index,
                                storable.substring(0, Math.min(80, storable.length()))),
                null);
    }
}
