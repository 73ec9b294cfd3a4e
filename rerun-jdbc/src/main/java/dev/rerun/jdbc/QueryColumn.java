package dev.rerun.jdbc;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A column of a host's table to which queries refer, and which logic and handlers may read.
 *
 * @param name its name as it was given, by a mapping or a query
 * @param host the column
 * @param columns what columns become to the store's statements
 */
record QueryColumn(String name, HostColumn host, MappedColumns columns) {
    String in(String alias) {
        return alias + "." + host.quoted();
    }

    void requireNumber() {
        if (host.kind() != ColumnKind.NUMBER && host.kind() != ColumnKind.DECIMAL) {
            throw misfit("is compared with a number");
        }
    }

    /** Binds a time as the column has it. */
    Binding time(Instant instant) {
        if (host.kind() != ColumnKind.INSTANT && host.kind() != ColumnKind.LOCAL_TIME) {
            throw misfit("is compared with a time");
        }
        ValueColumn<Instant> held = columns.time(host);
        return parameters -> held.writer().write(parameters, instant);
    }

    /** Binds a value, which is given as a text, as the column has it. */
    Binding binding(String value) {
        return switch (host.kind()) {
            case NUMBER -> {
                long number = parsed(value, Long::parseLong);
                yield parameters -> parameters.number(number);
            }
            case DECIMAL -> {
                BigDecimal number = parsed(value, BigDecimal::new);
                yield parameters -> parameters.decimal(number);
            }
            case UUID -> {
                UUID id = parsed(value, UUID::fromString);
                yield parameters -> parameters.key(id);
            }
            case FLAG -> {
                boolean flag = parsed(value, QueryColumn::flag);
                yield parameters -> parameters.flag(flag);
            }
            case TEXT -> parameters -> parameters.text(value);
            default -> throw misfit("is compared with values");
        };
    }

    private static boolean flag(String value) {
        if (value.equals("true") || value.equals("false")) {
            return value.equals("true");
        }
        throw new IllegalArgumentException("it is neither true nor false");
    }

    private <T> T parsed(String value, Function<String, T> parser) {
        try {
            return parser.apply(value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'" + value + "' is not " + host.kind().meaning() + ", which column " + name + " of type "
                            + host.fullType() + " has; correct the value",
                    e);
        }
    }

    /** Reads a value as a text; null if there is none. */
    @Nullable
    String read(Row row) throws SQLException {
        if (row.nextIsNull()) {
            return null;
        }
        return switch (host.kind()) {
            case NUMBER -> Long.toString(row.number());
            case DECIMAL -> row.decimal().toPlainString();
            case FLAG -> Boolean.toString(row.flag());
            case INSTANT, LOCAL_TIME -> columns.time(host).reader().read(row).toString();
            default -> row.text();
        };
    }

    private IllegalArgumentException misfit(String use) {
        return new IllegalArgumentException("column " + name + " " + use + " and has "
                + host.kind().meaning() + " (type " + host.fullType() + "); use another condition, or one in SQL");
    }
}
