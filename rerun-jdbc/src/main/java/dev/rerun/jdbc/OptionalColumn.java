package dev.rerun.jdbc;

import dev.rerun.jdbc.Dialect.Column;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A property in a column that holds it as a value, or null. */
record OptionalColumn<T>(Column column, Writer<T> writer, Reader<T> reader) implements OptionalProperty<T> {
    interface Writer<T> {
        void write(Parameters parameters, Scope scope, @Nullable T value) throws SQLException;
    }

    interface Reader<T> {
        @Nullable
        T read(Row row, Scope scope) throws SQLException;
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
    public void bind(Parameters parameters, Scope scope, @Nullable T value) throws SQLException {
        writer.write(parameters, scope, value);
    }

    @Override
    public @Nullable T read(Row row, Scope scope) throws SQLException {
        return reader.read(row, scope);
    }
}
