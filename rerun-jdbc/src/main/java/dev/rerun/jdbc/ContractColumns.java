package dev.rerun.jdbc;

import dev.rerun.api.ContractId;
import dev.rerun.jdbc.Dialect.Column;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A contract version in two columns, its name and its version. */
record ContractColumns(Column name, Column version) implements OptionalProperty<ContractId> {
    @Override
    public List<Column> columns() {
        return List.of(name, version);
    }

    @Override
    public List<String> of(String alias) {
        return List.of(alias + "." + name.name(), alias + "." + version.name());
    }

    @Override
    public void bind(Parameters parameters, Scope scope, @Nullable ContractId value) throws SQLException {
        parameters.text(value == null ? null : value.name()).text(value == null ? null : value.version());
    }

    @Override
    public @Nullable ContractId read(Row row, Scope scope) throws SQLException {
        String contract = row.textOrNull();
        String text = row.textOrNull();
        return contract == null || text == null ? null : new ContractId(contract, text);
    }
}
