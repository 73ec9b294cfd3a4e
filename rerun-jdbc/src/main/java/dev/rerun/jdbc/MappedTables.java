package dev.rerun.jdbc;

import dev.rerun.core.spi.StoreLimits;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes of a mapping, and of the tables as the database describes them, what the store's statements need to know. */
final class MappedTables {
    private final TableMapping mapping;
    private final Dialect dialect;
    private final MappedColumns columns;
    private final MappedTable entries;
    private final @Nullable MappedTable register;

    private MappedTables(TableMapping mapping, Dialect dialect, MappedTable entries, @Nullable MappedTable register) {
        this.mapping = mapping;
        this.dialect = dialect;
        this.columns = new MappedColumns(dialect, mapping.zone());
        this.entries = entries;
        this.register = register;
    }

    /** Reads the tables' descriptions; a {@link MappingException} says what does not fit. */
    static MappedTables find(TableMapping mapping, Connection connection, Dialect dialect) throws SQLException {
        HostTable entries =
                HostTable.find(connection, dialect, mapping.entries().table());
        TableSketch sketch = mapping.items();
        MappedTable register =
                sketch == null ? null : new MappedTable(sketch, HostTable.find(connection, dialect, sketch.table()));
        return new MappedTables(mapping, dialect, new MappedTable(mapping.entries(), entries), register);
    }

    MappedTable entries() {
        return entries;
    }

    /** The table of items, or null if the host has mapped none. */
    @Nullable
    MappedTable register() {
        return register;
    }

    MappedTable items() {
        return Objects.requireNonNull(register, "items");
    }

    /** The name of the table that takes items out. */
    String archive() {
        return ArchiveTable.nameOf(items().table().given());
    }

    /** The columns that an index of that table should begin with. */
    List<String> archiveIndex() {
        HostColumn target = items().optional(Role.ITEM);
        return ArchiveTable.indexed(items().table(), target == null ? null : target.name());
    }

    Tables tables() {
        HostColumn id = entries.required(Role.ID);
        EntryTable entryTable = entryTable(id);
        if (register == null) {
            return new Tables(entryTable, null, limits(entryTable, 1, 0));
        }
        EntryLink link = new MappedLink(entries, register, columns).of(id);
        ItemTable itemTable = new MappedItems(mapping, dialect, columns, register, archive()).table(link);
        HostColumn amount = register.required(Role.AMOUNT);
        HostColumn units = Objects.requireNonNullElse(register.optional(Role.UNITS), amount);
        return new Tables(
                entryTable,
                itemTable,
                limits(
                        entryTable,
                        Math.min(MappedColumns.integerDigits(amount), MappedColumns.integerDigits(units)),
                        Math.min(MappedColumns.fractionDigits(amount), MappedColumns.fractionDigits(units))));
    }

    private static StoreLimits limits(EntryTable entries, int integerDigits, int fractionDigits) {
        return new StoreLimits(
                255, 255, 1_000_000, integerDigits, fractionDigits, entries.key() == EntryKey.NUMBER, true);
    }

    private EntryTable entryTable(HostColumn id) {
        HostColumn createdAt = entries.required(Role.CREATED_AT);
        HostColumn occurredAt = entries.optional(Role.OCCURRED_AT);
        HostColumn payload = entries.optional(Role.PAYLOAD);
        HostColumn epoch = entries.optional(Role.EPOCH);
        return new EntryTable(
                entries.table().quoted(),
                app(mapping, columns, entries),
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
                EntryColumns.of(entries.table(), columns, entries.handedOut(mapping.handedOut())),
                entries.filled(dialect),
                false);
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

    /** How a table tells apps apart. */
    static AppColumn app(TableMapping mapping, MappedColumns columns, MappedTable table) {
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
}
