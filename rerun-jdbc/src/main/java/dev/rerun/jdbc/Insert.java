package dev.rerun.jdbc;

import dev.rerun.jdbc.Dialect.Column;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An insert of many rows at a time.
 *
 * @param table the table
 * @param columns the columns that are given, in order
 * @param filled the columns that SQL fills
 * @param own whether the table is the library's own: the types are those of its columns, and what is filled is the time
 */
record Insert(String table, List<Column> columns, List<Filled> filled, boolean own) {
    /** A column that is filled with what SQL yields, whatever the row. */
    record Filled(String column, String sql) {}

    Insert {
        columns = List.copyOf(columns);
        filled = List.copyOf(filled);
    }

    /** One row, with a parameter for each column. */
    String ofOneRow(Dialect dialect) {
        return into() + " values ("
                + columns.stream().map(column -> dialect.place(column.type())).collect(Collectors.joining(", "))
                + fillings() + ")";
    }

    /** All rows, with an array parameter for each column. */
    String ofArrays(Dialect dialect) {
        return into() + " select "
                + columns.stream().map(column -> "k." + column.name()).collect(Collectors.joining(", "))
                + fillings() + " from " + dialect.keyTable("k", columns.toArray(Column[]::new));
    }

    private String into() {
        return columns.stream().map(Column::name).collect(Collectors.joining(", ", "insert into " + table + " (", ""))
                + filled.stream().map(one -> ", " + one.column()).collect(Collectors.joining())
                + ")";
    }

    private String fillings() {
        return filled.stream().map(one -> ", " + one.sql()).collect(Collectors.joining());
    }
}
