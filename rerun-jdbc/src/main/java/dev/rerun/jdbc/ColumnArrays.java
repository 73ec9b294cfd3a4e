package dev.rerun.jdbc;

import dev.rerun.jdbc.Dialect.Column;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects rows column by column, to be given to a statement as arrays. */
final class ColumnArrays implements RowSink {
    private static final int MOST_ROWS = 1_000;

    private final PreparedStatement statement;
    private final List<Column> columns;
    private final List<List<@Nullable Object>> values = new ArrayList<>();
    private int rows;
    private int characters;

    /** To be given to a statement with an array parameter for each column. */
    ColumnArrays(PreparedStatement statement, List<Column> columns) {
        this.statement = statement;
        this.columns = columns;
        columns.forEach(column -> values.add(new ArrayList<>()));
    }

    @Override
    public void put(int place, @Nullable Object value, int type) {
        if (value instanceof String text) {
            characters += text.length();
        }
        // A driver writes the elements of an array as their toString does, which is right for instants too.
        values.get(place - 1).add(value);
    }

    @Override
    public void endRow() {
        rows++;
    }

    @Override
    public boolean full() {
        return rows >= MOST_ROWS || characters >= MOST_CHARACTERS;
    }

    @Override
    public void flush() throws SQLException {
        if (rows == 0) {
            return;
        }
        Connection connection = statement.getConnection();
        for (int i = 0; i < columns.size(); i++) {
            Object[] array = values.get(i).toArray();
            statement.setArray(i + 1, connection.createArrayOf(columns.get(i).type(), array));
            values.get(i).clear();
        }
        statement.executeLargeUpdate();
        rows = 0;
        characters = 0;
    }
}
