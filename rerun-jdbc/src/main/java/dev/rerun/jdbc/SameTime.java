package dev.rerun.jdbc;

import dev.rerun.jdbc.Dialect.Column;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** A time that another column holds, and that is written there. */
record SameTime(Property<Instant> other) implements Property<Instant> {
    @Override
    public List<Column> columns() {
        return List.of();
    }

    @Override
    public List<String> of(String alias) {
        return other.of(alias);
    }

    @Override
    public void bind(Parameters parameters, Scope scope, Instant value) {}

    @Override
    public Instant read(Row row, Scope scope) throws SQLException {
        return other.read(row, scope);
    }
}
