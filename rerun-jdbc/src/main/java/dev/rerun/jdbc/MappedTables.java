package dev.rerun.jdbc;

import dev.rerun.api.ContractId;
import dev.rerun.core.spi.RejectedDataException;
import dev.rerun.core.spi.StoreLimits;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes of a mapping, and of the tables as the database describes them, what the store's statements need to know. */
final class MappedTables {
    private final TableMapping mapping;
    private final Dialect dialect;
    private final MappedColumns columns;
    private final MappedTable entries;
    private final MappedTable items;

    private MappedTables(TableMapping mapping, Dialect dialect, MappedTable entries, MappedTable items) {
        this.mapping = mapping;
        this.dialect = dialect;
        this.columns = new MappedColumns(dialect, mapping.zone());
        this.entries = entries;
        this.items = items;
    }

    /** Reads the tables' descriptions; a {@link MappingException} says what does not fit. */
    static MappedTables find(TableMapping mapping, Connection connection, Dialect dialect) throws SQLException {
        HostTable entries =
                HostTable.find(connection, dialect, mapping.entries().table());
        HostTable items = HostTable.find(connection, dialect, mapping.items().table());
        return new MappedTables(
                mapping, dialect, new MappedTable(mapping.entries(), entries), new MappedTable(mapping.items(), items));
    }

    MappedTable entries() {
        return entries;
    }

    MappedTable items() {
        return items;
    }

    /** The name of the table that takes items out. */
    String archive() {
        return ArchiveTable.nameOf(mapping.items().table());
    }

    /** The columns that an index of that table should begin with. */
    List<String> archiveIndex() {
        HostColumn target = items.optional(Role.ITEM);
        return ArchiveTable.indexed(items.table(), target == null ? null : target.name());
    }

    Tables tables() {
        HostColumn id = entries.required(Role.ID);
        EntryLink link = new MappedLink(entries, items, columns).of(id);
        EntryTable entryTable = entryTable(id);
        ItemTable itemTable = itemTable(link);
        HostColumn amount = items.required(Role.AMOUNT);
        HostColumn units = items.optional(Role.UNITS);
        return new Tables(
                entryTable,
                itemTable,
                new StoreLimits(
                        255,
                        255,
                        1_000_000,
                        Math.min(
                                MappedColumns.integerDigits(amount),
                                MappedColumns.integerDigits(units == null ? amount : units)),
                        Math.min(
                                MappedColumns.fractionDigits(amount),
                                MappedColumns.fractionDigits(units == null ? amount : units)),
                        entryTable.key() == EntryKey.NUMBER,
                        true));
    }

    private EntryTable entryTable(HostColumn id) {
        HostColumn createdAt = entries.required(Role.CREATED_AT);
        HostColumn occurredAt = entries.optional(Role.OCCURRED_AT);
        HostColumn payload = entries.optional(Role.PAYLOAD);
        HostColumn epoch = entries.optional(Role.EPOCH);
        return new EntryTable(
                entries.table().quoted(),
                app(entries),
                columns.id(id),
                MappedColumns.keyOf(id),
                columns.key(entries.required(Role.ORDERING_KEY)),
                occurredAt == null ? new SameTime(columns.time(createdAt)) : columns.time(occurredAt),
                columns.time(createdAt),
                payload == null ? new Always<>("payload", "") : MappedColumns.text(payload),
                epoch == null ? null : new ValueColumn<>(epoch.column(), Parameters::number, Row::number),
                entries.sketch().only(),
                entries.sketch().conditions().get(Role.CONTRACT),
                attached(),
                entries.filled(dialect));
    }

    private List<EntryTable.Attached> attached() {
        List<EntryTable.Attached> attached = new ArrayList<>();
        HostColumn rerunId = entries.optional(Role.RERUN_ID);
        if (rerunId != null) {
            OptionalProperty<Long> written = MappedColumns.rerunId(rerunId);
            attached.add(new EntryTable.Attached(
                    rerunId.column(),
                    (parameters, scope, outcome) -> written.bind(parameters, scope, outcome.rerunId())));
        }
        HostColumn diagnostics = entries.optional(Role.DIAGNOSTICS);
        if (diagnostics != null) {
            attached.add(new EntryTable.Attached(
                    diagnostics.column(),
                    (parameters, scope, outcome) -> parameters.remark(DiagnosticsText.write(outcome.diagnostics()))));
        }
        return attached;
    }

    private ItemTable itemTable(EntryLink link) {
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
                archive(),
                items.table().quotedColumns(),
                items.table().calculatedColumns(),
                items.table().quotedUnique(),
                app(items),
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

    private AppColumn app(MappedTable table) {
        HostColumn column = table.optional(Role.APP);
        if (column != null) {
            return new AppColumn.Named(columns.key(column));
        }
        String app = mapping.app();
        if (app == null) {
            throw new MappingException(
                    table.table().given(),
                    null,
                    "no column holds the app; map one with app(...), or name the app of all rows with TableMapping.ofApp");
        }
        return new AppColumn.Only(app);
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
