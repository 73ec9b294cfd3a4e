package dev.rerun.jdbc;

import dev.rerun.jdbc.Dialect.Column;
import java.sql.SQLException;
import java.util.List;

/** A property in a column that holds it as a value. */
record ValueColumn<T>(Column column, Writer<T> writer, RowReader<T> reader) implements Property<T> {
    interface Writer<T> {
        void write(Parameters parameters, T value) throws SQLException;
    }

    @Override
    public List<Column> columns() {
        return List.of(column);
    }

    @Override
    public List<String> of(String alias) {
        return List.of(alias + "." + column.name());
    }

    @Override
    public void bind(Parameters parameters, Scope scope, T value) throws SQLException {
        writer.write(parameters, value);
    }

    @Override
    public T read(Row row, Scope scope) throws SQLException {
        return reader.read(row);
    }
}
