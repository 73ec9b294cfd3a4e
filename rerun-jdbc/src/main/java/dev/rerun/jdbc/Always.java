package dev.rerun.jdbc;

import dev.rerun.core.spi.RejectedDataException;
import dev.rerun.jdbc.Dialect.Column;
import java.util.List;

/**
 * A property that all rows of a table have alike.
 *
 * @param name what the property is called
 * @param value what all rows have
 */
record Always<T>(String name, T value) implements Property<T> {
    @Override
    public List<Column> columns() {
        return List.of();
    }

    @Override
    public List<String> of(String alias) {
        return List.of();
    }

    @Override
    public void bind(Parameters parameters, Scope scope, T given) {
        if (!given.equals(value)) {
            throw new RejectedDataException(
                    name + " '" + given + "' cannot be stored: the table has no column for it, and all its rows have '"
                            + value + "'",
                    null);
        }
    }

    @Override
    public T read(Row row, Scope scope) {
        return value;
    }
}
