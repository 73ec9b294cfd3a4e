package dev.rerun.jdbc;

import dev.rerun.jdbc.Dialect.Column;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The rows of a {@link Dialect#keyTable}.
 *
 * @param columns the columns of the table, in its order
 * @param values for each column its values, one for each row
 */
record KeyRows(List<Column> columns, List<List<?>> values) {
    private static final HexFormat HEX = HexFormat.of();

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

    /** One text: a JSON array of rows, each an array of its values. */
    String json() {
        StringBuilder json = new StringBuilder("[");
        int rows = values.get(0).size();
        for (int row = 0; row < rows; row++) {
            json.append(row == 0 ? "[" : ",[");
            for (int column = 0; column < values.size(); column++) {
                json.append(column == 0 ? "" : ",");
                append(json, values.get(column).get(row));
            }
            json.append(']');
        }
        return json.append(']').toString();
    }

    private static void append(StringBuilder json, Object value) {
        if (!(value instanceof String text)) {
            json.append(value);
            return;
        }
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character < ' ') {
                json.append("\\u00").append(HEX.toHexDigits((byte) character));
            } else {
                json.append(character == '"' || character == '\\' ? "\\" : "").append(character);
            }
        }
        json.append('"');
    }
}
