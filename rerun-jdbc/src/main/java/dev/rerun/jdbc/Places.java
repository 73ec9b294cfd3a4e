package dev.rerun.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Where the values of parameters go, counted from one. */
interface Places {
    /** Puts a value; the type, one of {@link java.sql.Types}, says what a null is. */
    void put(int place, @Nullable Object value, int type) throws SQLException;

    /** Ends a row of many. */
    void endRow() throws SQLException;

    static Places of(PreparedStatement statement) {
        return new Places() {
            @Override
            public void put(int place, @Nullable Object value, int type) throws SQLException {
                if (value == null) {
                    statement.setNull(place, type);
                } else {
                    statement.setObject(place, value);
                }
            }

            @Override
            public void endRow() throws SQLException {
                statement.addBatch();
            }
        };
    }
}
