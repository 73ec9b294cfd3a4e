package dev.rerun.jdbc;

import dev.rerun.jdbc.Dialect.Column;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects rows column by column, to be given to a statement as arrays. */
final class ColumnArrays implements Places {
    private static final int MOST_ROWS = 1_000;

    /** Payloads may be long; what is held at a time should not be. */
    private static final int MOST_CHARACTERS = 4_000_000;

    private final List<Column> columns;
    private final List<List<@Nullable Object>> values = new ArrayList<>();
    private int rows;
    private int characters;

    ColumnArrays(List<Column> columns) {
        this.columns = columns;
        columns.forEach(column -> values.add(new ArrayList<>()));
    }

    @Override
    public void put(int place, @Nullable Object value, int type) {
        if (value instanceof String text) {
            characters += text.length();
        }
        // A driver writes the elements of an array as their toString does.
        values.get(place - 1)
                .add(value instanceof OffsetDateTime time ? time.toInstant().toString() : value);
    }

    @Override
    public void endRow() {
        rows++;
    }

    boolean full() {
        return rows >= MOST_ROWS || characters >= MOST_CHARACTERS;
    }

    /** Executes an insert of the rows that were collected, and forgets them. */
    void flush(Connection connection, PreparedStatement statement) throws SQLException {
        if (rows == 0) {
            return;
        }
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
