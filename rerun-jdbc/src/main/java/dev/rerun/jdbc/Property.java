package dev.rerun.jdbc;

import java.sql.SQLException;

/** How a table has a property that each of its entries or items has. */
interface Property<T> extends Columns {
    /** Binds a parameter for each column. */
    void bind(Parameters parameters, Scope scope, T value) throws SQLException;

    /** Reads what {@link #of} selected. */
    T read(Row row, Scope scope) throws SQLException;
}
