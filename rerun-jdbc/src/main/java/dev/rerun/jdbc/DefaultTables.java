package dev.rerun.jdbc;

import dev.rerun.api.ContractId;
import dev.rerun.core.spi.RejectedDataException;
import dev.rerun.core.spi.StoreLimits;
import dev.rerun.jdbc.Dialect.Column;
import dev.rerun.jdbc.KeyColumn.Form;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tables of the default schema, where names that repeat are integers. */
final class DefaultTables {
    static final Tables TABLES;

    private static final StoreLimits LIMITS = new StoreLimits(255, 255, 1_000_000, 26, 12, true, true);

    static {
        EntryTable entries = new EntryTable(
                "activity_entry",
                new AppColumn.Numbered(new Column("app_id", "integer")),
                number("id"),
                EntryKey.NUMBER,
                KeyColumn.text(new Column("ordering_key", "varchar")),
                time("occurred_at"),
                time("created_at"),
                text("payload"),
                new ValueColumn<>(new Column("epoch", "bigint"), Parameters::number, Row::number),
                null,
                null,
                List.of(),
                EntryColumns.NONE,
                List.of(),
                true);
        TABLES = new Tables(entries, items(), LIMITS);
    }

    private DefaultTables() {}

    private static ItemTable items() {
        return new ItemTable(
                "register_item",
                "rerun_archived_item",
                List.of(
                        "register_id",
                        "unique_key",
                        "app_id",
                        "ordering_key",
                        "item_time",
                        "amount",
                        "currency",
                        "units",
                        "refers_to",
                        "detail",
                        "ui_created",
                        "entry_id",
                        "contract_id",
                        "invoice_id",
                        "rerun_id",
                        "calculated_amount"),
                List.of(),
                List.of(List.of("register_id", "unique_key")),
                new AppColumn.Numbered(new Column("app_id", "integer")),
                new KeyColumn(
                        new Column("register_id", "integer"),
                        new Form("(select g.name from rerun_register g where g.id = %s)", "%s"),
                        DefaultTables::findRegister,
                        (scope, name) -> scope.names()
                                .registers()
                                .obtain(new Names.Register(scope.names().apps().obtain(scope.app()), name)),
                        (row, scope) ->
                                scope.names().registers().name(row.integer()).name()),
                KeyColumn.text(new Column("unique_key", "varchar")),
                false,
                KeyColumn.text(new Column("ordering_key", "varchar")),
                time("item_time"),
                decimal("amount"),
                new OptionalColumn<BigDecimal>(
                        new Column("calculated_amount", "numeric"),
                        (parameters, scope, value) -> parameters.decimal(value),
                        (row, scope) -> row.decimalOrNull()),
                text("currency"),
                decimal("units"),
                textOrNull("refers_to"),
                textOrNull("detail"),
                new ValueColumn<>(new Column("ui_created", "boolean"), Parameters::flag, Row::flag),
                new OptionalColumn<ContractId>(
                        new Column("contract_id", "integer"),
                        (parameters, scope, contract) -> parameters.integer(
                                contract == null
                                        ? null
                                        : (Integer) scope.names().contracts().obtain(contract)),
                        DefaultTables::readContract),
                textOrNull("invoice_id"),
                new OptionalColumn<Long>(
                        new Column("rerun_id", "bigint"),
                        (parameters, scope, value) -> parameters.number(value),
                        (row, scope) -> row.numberOrNull()),
                new EntryLink.InItem(number("entry_id")),
                null,
                List.of(),
                new ItemTable.Rules(
                        "i.ui_created",
                        "i.invoice_id is not null",
                        names -> Fragment.among(
                                "exists (select 1 from rerun_register g where g.id = i.register_id and g.name in (%s))",
                                names),
                        names -> Fragment.among(
                                "exists (select 1 from rerun_contract c where c.id = i.contract_id and c.name in (%s))",
                                names)),
                true);
    }

    private static KeyColumn number(String name) {
        return new KeyColumn(
                new Column(name, "bigint"),
                Form.SAME,
                (scope, id) -> EntryKey.NUMBER.find(id),
                (scope, id) -> EntryKey.NUMBER.require(id),
                (row, scope) -> Long.toString(row.number()));
    }

    private static Property<Instant> time(String name) {
        return new ValueColumn<>(new Column(name, "timestamptz"), Parameters::time, Row::time);
    }

    private static Property<String> text(String name) {
        return new ValueColumn<>(new Column(name, "varchar"), Parameters::text, Row::text);
    }

    private static OptionalProperty<String> textOrNull(String name) {
        return new OptionalColumn<>(
                new Column(name, "varchar"),
                (parameters, scope, value) -> parameters.text(value),
                (row, scope) -> row.textOrNull());
    }

    private static Property<BigDecimal> decimal(String name) {
        return new ValueColumn<>(
                new Column(name, "numeric"),
                (parameters, value) -> parameters.decimal(exact(value, name, LIMITS.fractionDigits())),
                Row::decimal);
    }

    /** Databases round a number that has more digits than its column. */
    static BigDecimal exact(BigDecimal value, String column, int fractionDigits) {
        if (value.scale() > fractionDigits) {
            throw new RejectedDataException(
                    column + " " + value + " has more than " + fractionDigits
                            + " digits after the decimal point; round it first",
                    null);
        }
        return value;
    }

    private static @Nullable Integer findRegister(Scope scope, String name) {
        Integer app = scope.names().apps().find(scope.app());
        return app == null ? null : scope.names().registers().find(new Names.Register(app, name));
    }

    private static @Nullable ContractId readContract(Row row, Scope scope) throws SQLException {
        Integer contract = row.integerOrNull();
        return contract == null ? null : scope.names().contracts().name(contract);
    }
}
