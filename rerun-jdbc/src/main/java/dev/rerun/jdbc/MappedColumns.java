package dev.rerun.jdbc;

import dev.rerun.core.spi.RejectedDataException;
import dev.rerun.jdbc.KeyColumn.Form;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the columns of a host's table become to the store's statements, by what they hold. */
final class MappedColumns {
    private final Dialect dialect;
    private final ZoneId zone;

    MappedColumns(Dialect dialect, ZoneId zone) {
        this.dialect = dialect;
        this.zone = zone;
    }

    /** How the library's own tables hold IDs of this kind. */
    static EntryKey keyOf(HostColumn column) {
        return column.kind() == ColumnKind.NUMBER ? EntryKey.NUMBER : EntryKey.TEXT;
    }

    /** An ID, which the library's own tables hold too. */
    KeyColumn id(HostColumn column) {
        return key(column, column.kind() == ColumnKind.NUMBER ? Form.SAME : textual(column));
    }

    /** A key, which is a text wherever it is not in its column. */
    KeyColumn key(HostColumn column) {
        return key(column, textual(column));
    }

    private Form textual(HostColumn column) {
        String text = dialect.asText("%s");
        return switch (column.kind()) {
            case NUMBER -> new Form(text, dialect.asNumber("%s"));
            case UUID -> new Form(text, "cast(%s as uuid)");
            default -> new Form("%s", column.comparable("%s"));
        };
    }

    private static KeyColumn key(HostColumn column, Form form) {
        KeyColumn.Lookup lookup =
                switch (column.kind()) {
                    case NUMBER -> (scope, value) -> EntryKey.NUMBER.find(value);
                    case UUID -> (scope, value) -> uuid(value);
                    default -> (scope, value) -> value;
                };
        return new KeyColumn(column.column(), form, lookup, lookup, (row, scope) -> row.text());
    }

    private static @Nullable UUID uuid(String text) {
        try {
            UUID value = UUID.fromString(text);
            return value.toString().equals(text) ? value : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    ValueColumn<Instant> time(HostColumn column) {
        if (column.kind() == ColumnKind.INSTANT) {
            return new ValueColumn<>(column.column(), Parameters::time, Row::time);
        }
        return new ValueColumn<>(
                column.column(),
                (parameters, value) -> parameters.localTime(LocalDateTime.ofInstant(Parameters.held(value), zone)),
                row -> row.localTime().atZone(zone).toInstant());
    }

    static Property<String> text(HostColumn column) {
        return new ValueColumn<>(column.column(), Parameters::text, Row::text);
    }

    static OptionalProperty<String> textOrNull(HostColumn column) {
        return new OptionalColumn<>(
                column.column(),
                (parameters, scope, value) -> parameters.text(value),
                (row, scope) -> row.textOrNull());
    }

    static Property<BigDecimal> decimal(HostColumn column) {
        int fractionDigits = fractionDigits(column);
        return new ValueColumn<>(
                column.column(),
                (parameters, value) -> parameters.decimal(DefaultTables.exact(value, column.name(), fractionDigits)),
                Row::decimal);
    }

    static OptionalProperty<BigDecimal> decimalOrNull(HostColumn column) {
        return new OptionalColumn<>(
                column.column(),
                (parameters, scope, value) -> parameters.decimal(value),
                (row, scope) -> row.decimalOrNull());
    }

    /** Whether a column can hold every number that another one holds. */
    static boolean holdsAllOf(HostColumn column, HostColumn other) {
        return integerDigits(column) >= integerDigits(other) && fractionDigits(column) >= fractionDigits(other);
    }

    /** The digits that a column keeps after the point. PostgreSQL describes one without bounds by its largest size. */
    static int fractionDigits(HostColumn column) {
        return column.kind() == ColumnKind.NUMBER ? 0 : unbounded(column) ? 16_383 : column.digits();
    }

    /** The digits that a column keeps before the point. */
    static int integerDigits(HostColumn column) {
        return column.kind() == ColumnKind.NUMBER
                ? column.size()
                : unbounded(column) ? 131_072 : column.size() - column.digits();
    }

    private static boolean unbounded(HostColumn column) {
        return column.type().equals("numeric") && column.size() >= 131_072;
    }

    static OptionalProperty<Long> rerunId(HostColumn column) {
        return column.kind() == ColumnKind.NUMBER
                ? new OptionalColumn<>(
                        column.column(),
                        (parameters, scope, value) -> parameters.number(value),
                        (row, scope) -> row.numberOrNull())
                : new OptionalColumn<>(
                        column.column(),
                        (parameters, scope, value) -> parameters.text(value == null ? null : Long.toString(value)),
                        (row, scope) -> number(row.textOrNull()));
    }

    private static @Nullable Long number(@Nullable String text) {
        return text == null ? null : (Long) EntryKey.NUMBER.find(text);
    }

    /** A property that a table cannot keep: it is read as absent, and one that is present is refused. */
    static <T> OptionalProperty<T> never(String name, String remedy) {
        return new SqlProperty<>(null, (row, scope) -> null, value -> {
            if (value != null) {
                throw new RejectedDataException(name + " '" + value + "' cannot be stored: " + remedy, null);
            }
        });
    }
}
