package dev.rerun.jdbc;

import java.sql.SQLException;

/** Makes a value of a row. */
@FunctionalInterface
interface RowReader<T> {
    T read(Row row) throws SQLException;
}
