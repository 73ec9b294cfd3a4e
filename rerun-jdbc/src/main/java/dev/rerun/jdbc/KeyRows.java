package dev.rerun.jdbc;

import dev.rerun.jdbc.Dialect.Column;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of a {@link Dialect#keyTable}.
 *
 * @param columns the columns of the table, in its order
 * @param values for each column its values, one for each row
 */
record KeyRows(List<Column> columns, List<List<?>> values) {
    KeyRows {
        columns = List.copyOf(columns);
        values = List.copyOf(values);
    }

    static KeyRows of(Column column, List<?> values) {
        return new KeyRows(List.of(column), List.of(values));
    }

    KeyRows and(Column column, List<?> more) {
        List<Column> allColumns = new ArrayList<>(columns);
        allColumns.add(column);
        List<List<?>> allValues = new ArrayList<>(values);
        allValues.add(more);
        return new KeyRows(allColumns, allValues);
    }

    /** An array for each column. */
    List<Object> arrays(Connection connection) throws SQLException {
        List<Object> arrays = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            arrays.add(connection.createArrayOf(
                    columns.get(i).type(), values.get(i).toArray()));
        }
        return arrays;
    }
}
