package dev.rerun.jdbc;

import dev.rerun.core.spi.RejectedDataException;
import dev.rerun.jdbc.Dialect.Column;
import java.sql.SQLException;
import java.util.List;

/** A flag that a condition tells. */
record Judged(String condition) implements Property<Boolean> {
    @Override
    public List<Column> columns() {
        return List.of();
    }

    @Override
    public List<String> of(String alias) {
        return List.of("case when " + condition + " then 1 else 0 end");
    }

    @Override
    public void bind(Parameters parameters, Scope scope, Boolean value) {
        if (value) {
            throw new RejectedDataException("an item of the UI cannot be written: only the host can", null);
        }
    }

    @Override
    public Boolean read(Row row, Scope scope) throws SQLException {
        return row.integer() == 1;
    }
}
