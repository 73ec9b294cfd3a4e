package dev.rerun.jdbc;

import dev.rerun.api.ContractId;
import dev.rerun.core.spi.RejectedDataException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a host's table of items becomes to the store's statements. */
final class MappedItems {
    private final TableMapping mapping;
    private final Dialect dialect;
    private final MappedColumns columns;
    private final MappedTable items;
    private final String archive;

    MappedItems(TableMapping mapping, Dialect dialect, MappedColumns columns, MappedTable items, String archive) {
        this.mapping = mapping;
        this.dialect = dialect;
        this.columns = columns;
        this.items = items;
        this.archive = archive;
    }

    ItemTable table(EntryLink link) {
        HostColumn uniqueKey = items.required(Role.UNIQUE_KEY);
        HostColumn register = items.optional(Role.REGISTER);
        HostColumn units = items.optional(Role.UNITS);
        HostColumn refersTo = items.optional(Role.REFERS_TO);
        HostColumn detail = items.optional(Role.DETAIL);
        HostColumn rerunId = items.optional(Role.RERUN_ID);
        HostColumn app = items.optional(Role.APP);
        List<String> identity = new ArrayList<>(List.of(uniqueKey.name()));
        if (register != null) {
            identity.add(register.name());
        }
        boolean uniqueWithoutApp = items.table().isUniqueIn(identity);
        if (app != null) {
            identity.add(app.name());
        }
        if (!items.table().isUniqueIn(identity)) {
            throw items.misfit(
                    uniqueKey,
                    "no unique index covers it, alone or with register and app (" + String.join(", ", identity)
                            + "); two workers could write one item twice, so create the index");
        }
        Property<String> registers =
                register == null ? new Always<>("register", items.always(Role.REGISTER)) : columns.key(register);
        return new ItemTable(
                items.table().quoted(),
                archive,
                items.table().quotedColumns(),
                items.table().calculatedColumns(),
                items.table().quotedUnique(),
                MappedTables.app(mapping, columns, items),
                registers,
                columns.key(uniqueKey),
                app != null && !uniqueWithoutApp,
                columns.key(items.required(Role.ORDERING_KEY)),
                columns.time(items.required(Role.TIME)),
                MappedColumns.decimal(items.required(Role.AMOUNT)),
                calculatedAmount(),
                currency(),
                units == null ? new Unkept<>(BigDecimal.ONE) : MappedColumns.decimal(units),
                refersTo == null
                        ? MappedColumns.never("reference", "the table has no column for references")
                        : MappedColumns.textOrNull(refersTo),
                detail == null
                        ? MappedColumns.never("detail", "the table has no column for details")
                        : MappedColumns.textOrNull(detail),
                uiCreated(),
                contract(),
                invoice(),
                rerunId == null ? new Forgotten<>() : MappedColumns.rerunId(rerunId),
                link,
                items.sketch().only(),
                items.filled(dialect),
                rules(register),
                false);
    }

    private Property<String> currency() {
        HostColumn column = items.optional(Role.CURRENCY);
        return column == null ? new Always<>("currency", items.always(Role.CURRENCY)) : MappedColumns.text(column);
    }

    private @Nullable OptionalProperty<BigDecimal> calculatedAmount() {
        HostColumn column = items.optional(Role.CALCULATED_AMOUNT);
        if (column == null) {
            return null;
        }
        HostColumn amount = items.required(Role.AMOUNT);
        if (!column.nullable() || !MappedColumns.holdsAllOf(column, amount)) {
            throw items.misfit(
                    column,
                    "it must hold as many digits as " + amount.name()
                            + ", and be null for what others wrote; change it");
        }
        return MappedColumns.decimalOrNull(column);
    }

    private Property<Boolean> uiCreated() {
        HostColumn column = items.optional(Role.UI_CREATED);
        return column == null ? new Judged(uiRule()) : new ValueColumn<>(column.column(), Parameters::flag, Row::flag);
    }

    private String uiRule() {
        return rule(Role.UI_CREATED, "coalesce(i.%s, false)");
    }

    private String invoiceRule() {
        return rule(Role.INVOICE, "i.%s is not null");
    }

    /** By the column of a role, or by the condition that tells it; false if the mapping has neither. */
    private String rule(Role role, String ofColumn) {
        HostColumn column = items.optional(role);
        if (column != null) {
            return ofColumn.formatted(column.quoted());
        }
        String condition = items.sketch().conditions().get(role);
        return condition == null ? "1 = 0" : "coalesce((" + condition + "), false)";
    }

    private OptionalProperty<String> invoice() {
        HostColumn column = items.optional(Role.INVOICE);
        String sql = column != null
                ? "i." + column.quoted()
                : items.sketch().conditions().containsKey(Role.INVOICE)
                        ? "case when " + invoiceRule() + " then 'invoiced' end"
                        : null;
        return new SqlProperty<>(sql, (row, scope) -> sql == null ? null : row.textOrNull(), value -> {
            if (value != null) {
                throw new RejectedDataException("invoice '" + value + "' cannot be set: invoices are the host's", null);
            }
        });
    }

    private OptionalProperty<ContractId> contract() {
        HostColumn name = items.optional(Role.CONTRACT);
        HostColumn version = items.optional(Role.CONTRACT_VERSION);
        return name == null || version == null
                ? new Forgotten<>()
                : new ContractColumns(name.column(), version.column());
    }

    private ItemTable.Rules rules(@Nullable HostColumn register) {
        HostColumn contract = items.optional(Role.CONTRACT);
        return new ItemTable.Rules(
                uiRule(),
                invoiceRule(),
                names -> register == null
                        ? Fragment.of(names.contains(items.always(Role.REGISTER)) ? "1 = 1" : "1 = 0")
                        : Fragment.among("i." + register.quoted() + " in (%s)", names),
                names -> {
                    if (contract == null) {
                        throw new MappingException(
                                items.table().given(),
                                null,
                                "a rule keeps items of the contracts " + names
                                        + ", and no column tells an item's contract; map it with ItemMapping.contract");
                    }
                    return Fragment.among("coalesce(i." + contract.quoted() + " in (%s), false)", names);
                });
    }
}
