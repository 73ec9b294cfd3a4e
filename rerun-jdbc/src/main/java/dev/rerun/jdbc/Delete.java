package dev.rerun.jdbc;

import dev.rerun.jdbc.Dialect.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A deletion of many rows at a time.
 *
 * @param table the table
 * @param columns the columns that identify a row, in the order in which they are bound
 */
record Delete(String table, List<Column> columns) {
    Delete {
        columns = List.copyOf(columns);
    }

    /** One row, with a parameter for each column. */
    String ofOneRow() {
        return "delete from " + table + " where "
                + columns.stream().map(column -> column.name() + " = ?").collect(Collectors.joining(" and "));
    }

    /** All rows, with an array parameter for each column. */
    String ofArrays(Dialect dialect) {
        List<Column> keys = new ArrayList<>();
        List<String> conditions = new ArrayList<>();
        for (Column column : columns) {
            String key = "key_" + (keys.size() + 1);
            keys.add(new Column(key, column.type()));
            conditions.add("t." + column.name() + " = k." + key);
        }
        return "delete from " + table + " t using " + dialect.keyTable("k", keys.toArray(Column[]::new)) + " where "
                + String.join(" and ", conditions);
    }
}
