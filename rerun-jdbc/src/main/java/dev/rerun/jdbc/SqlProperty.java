package dev.rerun.jdbc;

import dev.rerun.jdbc.Dialect.Column;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A property that the store reads and does not write.
 *
 * @param sql what yields it of a row of its table's alias, or null if nothing does
 * @param reader reads it
 * @param check refuses what would have to be written
 */
record SqlProperty<T>(@Nullable String sql, OptionalColumn.Reader<T> reader, Consumer<@Nullable T> check)
        implements OptionalProperty<T> {
    @Override
    public List<Column> columns() {
        return List.of();
    }

    @Override
    public List<String> of(String alias) {
        return sql == null ? List.of() : List.of(sql);
    }

    @Override
    public void bind(Parameters parameters, Scope scope, @Nullable T value) {
        check.accept(value);
    }

    @Override
    public @Nullable T read(Row row, Scope scope) throws SQLException {
        return reader.read(row, scope);
    }
}
