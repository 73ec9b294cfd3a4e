package dev.rerun.jdbc;

import dev.rerun.jdbc.Dialect.Column;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An insert of many rows at a time.
 *
 * @param table the table
 * @param columns the columns that are given, in order
 * @param clockColumns the columns that the database's clock fills
 */
record Insert(String table, List<Column> columns, List<String> clockColumns) {
    Insert {
        columns = List.copyOf(columns);
        clockColumns = List.copyOf(clockColumns);
    }

    /** One row, with a parameter for each column. */
    String ofOneRow(Dialect dialect) {
        return into() + " values (" + columns.stream().map(column -> "?").collect(Collectors.joining(", "))
                + clocks(dialect) + ")";
    }

    /** All rows, with an array parameter for each column. */
    String ofArrays(Dialect dialect) {
        return into() + " select "
                + columns.stream().map(column -> "k." + column.name()).collect(Collectors.joining(", "))
                + clocks(dialect) + " from " + dialect.keyTable("k", columns.toArray(Column[]::new));
    }

    private String into() {
        return columns.stream().map(Column::name).collect(Collectors.joining(", ", "insert into " + table + " (", ""))
                + clockColumns.stream().map(column -> ", " + column).collect(Collectors.joining())
                + ")";
    }

    private String clocks(Dialect dialect) {
        return clockColumns.stream().map(column -> ", " + dialect.now()).collect(Collectors.joining());
    }
}
