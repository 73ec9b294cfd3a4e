package dev.rerun.jdbc;

import dev.rerun.jdbc.Dialect.Column;
import java.util.List;

/** A property that is read as a value of its own, and not kept. */
record Unkept<T>(T value) implements Property<T> {
    @Override
    public List<Column> columns() {
        return List.of();
    }

    @Override
    public List<String> of(String alias) {
        return List.of();
    }

    @Override
    public void bind(Parameters parameters, Scope scope, T given) {}

    @Override
    public T read(Row row, Scope scope) {
        return value;
    }
}
