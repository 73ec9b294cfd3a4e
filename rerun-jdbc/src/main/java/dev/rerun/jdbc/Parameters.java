package dev.rerun.jdbc;

import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Binds a statement's parameters from left to right. */
final class Parameters {
    /** Before every instant that a record can hold; also stands in for earlier ones. */
    static final Instant EVER_BEFORE = Instant.parse("0000-12-31T23:59:59.999999Z");

    /** After every instant that a record can hold; also stands in for later ones. */
    static final Instant EVER_AFTER = Instant.parse("+10000-01-01T00:00:00Z");

    private final PreparedStatement statement;
    private int last;

    Parameters(PreparedStatement statement) {
        this.statement = statement;
    }

    Parameters number(long value) throws SQLException {
        statement.setLong(++last, value);
        return this;
    }

    Parameters number(@Nullable Long value) throws SQLException {
        if (value == null) {
            statement.setNull(++last, Types.BIGINT);
            return this;
        }
        return number(value.longValue());
    }

    Parameters integer(int value) throws SQLException {
        statement.setInt(++last, value);
        return this;
    }

    Parameters integer(@Nullable Integer value) throws SQLException {
        if (value == null) {
            statement.setNull(++last, Types.INTEGER);
            return this;
        }
        return integer(value.intValue());
    }

    Parameters text(@Nullable String value) throws SQLException {
        statement.setString(++last, value);
        return this;
    }

    Parameters flag(boolean value) throws SQLException {
        statement.setBoolean(++last, value);
        return this;
    }

    Parameters decimal(BigDecimal value) throws SQLException {
        statement.setBigDecimal(++last, value);
        return this;
    }

    /** Binds whole microseconds, because databases would round what is finer. */
    Parameters time(@Nullable Instant value) throws SQLException {
        if (value == null) {
            statement.setNull(++last, Types.TIMESTAMP_WITH_TIMEZONE);
            return this;
        }
        Instant held = value.isBefore(EVER_BEFORE) ? EVER_BEFORE : value.isAfter(EVER_AFTER) ? EVER_AFTER : value;
        statement.setObject(++last, held.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC));
        return this;
    }

    Parameters array(String type, Collection<?> values) throws SQLException {
        statement.setArray(++last, statement.getConnection().createArrayOf(type, values.toArray()));
        return this;
    }

    Parameters all(Binding binding) throws SQLException {
        binding.bind(this);
        return this;
    }

    /** Begins the next row of a batch. */
    void addRow() throws SQLException {
        statement.addBatch();
        last = 0;
    }
}
