package dev.rerun.jdbc;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** How a table has a property that an item may lack. */
interface OptionalProperty<T> extends Columns {
    /** Binds a parameter for each column. */
    void bind(Parameters parameters, Scope scope, @Nullable T value) throws SQLException;

    /** Reads what {@link #of} selected. */
    @Nullable
    T read(Row row, Scope scope) throws SQLException;
}
