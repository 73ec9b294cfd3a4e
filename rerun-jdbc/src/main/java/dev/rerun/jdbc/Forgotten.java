package dev.rerun.jdbc;

import dev.rerun.jdbc.Dialect.Column;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A property that is neither kept nor read. */
record Forgotten<T>() implements OptionalProperty<T> {
    @Override
    public List<Column> columns() {
        return List.of();
    }

    @Override
    public List<String> of(String alias) {
        return List.of();
    }

    @Override
    public void bind(Parameters parameters, Scope scope, @Nullable T value) {}

    @Override
    public @Nullable T read(Row row, Scope scope) {
        return null;
    }
}
