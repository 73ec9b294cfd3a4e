package dev.rerun.jdbc;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/** The current row of a result, read from left to right. */
final class Row {
    private final ResultSet result;
    private final Times times;
    private int last;

    Row(ResultSet result, Times times) {
        this.result = result;
        this.times = times;
    }

    boolean next() throws SQLException {
        last = 0;
        return result.next();
    }

    long number() throws SQLException {
        return result.getLong(++last);
    }

    @Nullable
    Long numberOrNull() throws SQLException {
        long value = result.getLong(++last);
        return result.wasNull() ? null : value;
    }

    int integer() throws SQLException {
        return result.getInt(++last);
    }

    @Nullable
    Integer integerOrNull() throws SQLException {
        int value = result.getInt(++last);
        return result.wasNull() ? null : value;
    }

    String text() throws SQLException {
        return present(textOrNull());
    }

    @Nullable
    String textOrNull() throws SQLException {
        return result.getString(++last);
    }

    /** As the driver has it. */
    Object value() throws SQLException {
        return present(result.getObject(++last));
    }

    boolean flag() throws SQLException {
        return result.getBoolean(++last);
    }

    double real() throws SQLException {
        return result.getDouble(++last);
    }

    BigDecimal decimal() throws SQLException {
        return present(decimalOrNull());
    }

    @Nullable
    BigDecimal decimalOrNull() throws SQLException {
        return result.getBigDecimal(++last);
    }

    Instant time() throws SQLException {
        return present(timeOrNull());
    }

    @Nullable
    Instant timeOrNull() throws SQLException {
        return times.read(result, ++last);
    }

    /** Whether the next value is null; it is read then, and otherwise not. */
    boolean nextIsNull() throws SQLException {
        boolean isNull = result.getObject(last + 1) == null;
        if (isNull) {
            last++;
        }
        return isNull;
    }

    LocalDateTime localTime() throws SQLException {
        return present(result.getObject(++last, LocalDateTime.class));
    }

    private <T> T present(@Nullable T value) throws SQLException {
        if (value == null) {
            throw new SQLException("column " + result.getMetaData().getColumnName(last) + " is null");
        }
        return value;
    }
}
