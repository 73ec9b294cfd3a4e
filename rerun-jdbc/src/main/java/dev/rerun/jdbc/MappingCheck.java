package dev.rerun.jdbc;

import dev.rerun.jdbc.Dialect.Column;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out, before any work is done, whether a mapping fits the host's tables, and says what it leaves open. */
final class MappingCheck {
    private static final Logger LOG = LoggerFactory.getLogger(JdbcStore.class);

    private final MappedTables mapped;
    private final Tables tables;
    private final TableMapping mapping;
    private final List<String> remarks = new ArrayList<>();

    private MappingCheck(MappedTables mapped, TableMapping mapping) {
        this.mapped = mapped;
        this.tables = mapped.tables();
        this.mapping = mapping;
    }

    /** The tables as the store's statements need to know them. */
    static Tables fit(TableMapping mapping, Connection connection, Dialect dialect) {
        try {
            MappingCheck check = new MappingCheck(MappedTables.find(mapping, connection, dialect), mapping);
            check.entries();
            boolean hasItems = check.mapped.register() != null;
            if (hasItems) {
                check.calculated();
                check.items(check.mapped.items());
            }
            check.conditions(connection);
            if (hasItems) {
                ArchiveTable.verify(connection, dialect, check.mapped.items().table(), check.mapped.archive());
                check.archive(HostTable.find(connection, dialect, check.mapped.archive()));
            }
            check.say();
            return check.tables;
        } catch (SQLException e) {
            throw SqlFailure.of(e);
        }
    }

    private void entries() {
        MappedTable entries = mapped.entries();
        HostColumn id = entries.required(Role.ID);
        HostColumn app = entries.optional(Role.APP);
        List<String> identity = app == null ? List.of(id.name()) : List.of(id.name(), app.name());
        if (!entries.table().isUniqueIn(identity)) {
            throw entries.misfit(id, "no unique index covers " + String.join(", ", identity) + "; create it");
        }
    }

    /** What matters to entries that contracts calculate. */
    private void calculated() {
        MappedTable entries = mapped.entries();
        List<String> unfilled = entries.unfilled(written(
                tables.entries().app(),
                tables.entries().filled(),
                tables.entries().id(),
                tables.entries().orderingKey(),
                tables.entries().occurredAt(),
                tables.entries().createdAt(),
                tables.entries().payload()));
        if (!unfilled.isEmpty()) {
            remark("the engine cannot write entries, only rerun them: " + name(entries)
                    + " must have values in columns that are not mapped (" + String.join(", ", unfilled)
                    + "); fill them with EntryMapping.fill");
        }
        left(entries, Role.EPOCH, "an entry that is first processed while a start prepares may be rerun once more");
        left(entries, Role.OCCURRED_AT, "the time of recording decides the contract");
        left(entries, Role.PAYLOAD, "logic reads empty payloads");
        left(entries, Role.RERUN_ID, "only outcomes tell an entry's newest rerun");
        left(entries, Role.DIAGNOSTICS, "only outcomes tell an entry's diagnostics");
        index(entries, entries.required(Role.CREATED_AT), "every start reads the whole table");
    }

    private void items(MappedTable items) {
        List<String> unfilled = items.unfilled(written(
                tables.items().app(),
                tables.items().filled(),
                new ItemRow(tables).inserted().toArray(Column[]::new)));
        if (!unfilled.isEmpty()) {
            throw new MappingException(
                    items.table().given(),
                    unfilled.get(0),
                    "an item cannot be written without a value for it, and the mapping gives none; map it, fill it with"
                            + " ItemMapping.fill or fillFromSequence, or give it a default");
        }
        invoice(items);
        left(items, Role.UI_CREATED, "items that people created are taken for contracts' and may be deleted");
        left(items, Role.UNITS, "units are not kept, and read as one");
        left(items, Role.REFERS_TO, "an item that refers to another fails its entry");
        left(items, Role.DETAIL, "an item with a detail fails its entry");
        left(items, Role.CALCULATED_AMOUNT, "edits of amounts that a run does not preserve are not recognised");
        left(items, Role.CONTRACT, "items do not tell which contract made them");
        left(
                items,
                Role.RERUN_ID,
                "items do not tell which rerun made them, and an entry that wants a key of another of its run counts as"
                        + " retained instead of failing");
        if (tables.items().link() instanceof EntryLink.None) {
            remark(
                    "nothing links items to entries: an item's own time decides retention, and every item in the window is"
                            + " deleted whether or not its entry is calculated again; a rerun that has processed an entry cannot"
                            + " be cancelled");
        }
        if (tables.items().link() instanceof EntryLink.InEntry) {
            remark("entries point at items: logic that writes several items for one entry fails it");
        }
        index(items, items.required(Role.TIME), "every start reads the whole table");
        index(items, items.required(Role.ORDERING_KEY), "every batch reads the whole table");
        for (HostTable.ForeignKey key : items.table().pointing()) {
            if (key.deletes()) {
                remark("rows of " + key.table() + " are deleted with the items that their column " + key.column()
                        + " points at, and no cancel brings them back");
            } else if (!isPointer(key)) {
                remark("a start fails when " + key.table() + "." + key.column()
                        + " points at an item that it would delete; keep such items with invoicedWhen or only");
            }
        }
    }

    private void archive(HostTable archive) {
        List<String> columns = mapped.archiveIndex();
        if (!ArchiveTable.isIndexed(archive, columns)) {
            remark("no index of " + archive.given() + " begins with " + String.join(", ", columns)
                    + ": every cancel, purge and list of lost edits reads the whole table; call"
                    + " JdbcSchema.of(dataSource).with(mapping).createOrUpgrade()");
        }
    }

    private void invoice(MappedTable items) {
        HostColumn invoice = items.optional(Role.INVOICE);
        if (invoice == null && !items.has(Role.INVOICE)) {
            remark("no item counts as invoiced, so that ones on invoices may be deleted; map invoice or invoicedWhen");
        }
        if (invoice != null && !invoice.nullable()) {
            throw items.misfit(
                    invoice,
                    "it is never null, so that every item would count as invoiced; use invoicedWhen(condition)");
        }
    }

    private boolean isPointer(HostTable.ForeignKey key) {
        HostColumn pointer = mapped.entries().optional(Role.ITEM);
        return pointer != null
                && pointer.name().equals(key.column())
                && mapped.entries().table().given().endsWith(key.table());
    }

    /** Conditions are the host's SQL; a mistake in them shows when the database has to understand them. */
    private void conditions(Connection connection) throws SQLException {
        condition(connection, mapped.entries(), "e", "only", mapping.entries().only());
        for (Map.Entry<Role, String> one : mapping.entries().conditions().entrySet()) {
            condition(connection, mapped.entries(), "e", "withoutContractWhen", one.getValue());
        }
        fillings(connection, mapped.entries(), tables.entries().filled());
        MappedTable items = mapped.register();
        if (items != null) {
            condition(connection, items, "i", "only", items.sketch().only());
            for (Map.Entry<Role, String> one : items.sketch().conditions().entrySet()) {
                condition(connection, items, "i", one.getKey().label(), one.getValue());
            }
            fillings(connection, items, tables.items().filled());
        }
    }

    /** As an insert has them, with no table whose columns they could name. */
    private static void fillings(Connection connection, MappedTable table, List<Insert.Filled> filled)
            throws SQLException {
        for (Insert.Filled one : filled) {
            String sql = "select " + one.sql() + " from (select 1 as one) nothing where 1 = 0";
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.executeQuery().close();
            } catch (SQLException e) {
                String column = table.table().columns().stream()
                        .filter(each -> each.quoted().equals(one.column()))
                        .findFirst()
                        .map(HostColumn::name)
                        .orElse(one.column());
                throw new MappingException(
                        table.table().given(),
                        column,
                        "the database does not understand what fills it, '" + one.sql() + "': " + e.getMessage(),
                        e);
            }
        }
    }

    private static void condition(
            Connection connection, MappedTable table, String alias, String use, @Nullable String condition)
            throws SQLException {
        if (condition == null) {
            return;
        }
        String sql = "select 1 from " + table.table().quoted() + " " + alias + " where 1 = 0 and (" + condition + ")";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.executeQuery().close();
        } catch (SQLException e) {
            throw new MappingException(
                    table.table().given(),
                    null,
                    "the database does not understand the condition " + use + " '" + condition + "': " + e.getMessage(),
                    e);
        }
    }

    private void left(MappedTable table, Role role, String consequence) {
        if (!table.has(role)) {
            remark(name(table) + " maps no " + role.label() + ": " + consequence);
        }
    }

    private void index(MappedTable table, HostColumn column, String consequence) {
        HostColumn app = table.optional(Role.APP);
        boolean found = table.table().hasIndexOn(List.of(column.name()))
                || (app != null && table.table().hasIndexOn(List.of(app.name(), column.name())));
        if (!found) {
            remark("no index of " + name(table) + " begins with " + (app == null ? "" : app.name() + ", ")
                    + column.name() + ": " + consequence);
        }
    }

    private static String name(MappedTable table) {
        return table.table().given();
    }

    private static List<String> written(AppColumn app, List<Insert.Filled> filled, Columns... properties) {
        return written(
                app,
                filled,
                Stream.of(properties).flatMap(one -> one.columns().stream()).toArray(Column[]::new));
    }

    private static List<String> written(AppColumn app, List<Insert.Filled> filled, Column... columns) {
        return Stream.of(
                        app.columns().stream().map(Column::name),
                        filled.stream().map(Insert.Filled::column),
                        Stream.of(columns).map(Column::name))
                .flatMap(names -> names)
                .toList();
    }

    private void remark(String text) {
        remarks.add(text);
    }

    private void say() {
        if (!remarks.isEmpty()) {
            LOG.warn(
                    "The mapping of {} leaves open: {}",
                    mapped.register() == null
                            ? name(mapped.entries())
                            : name(mapped.entries()) + " and " + name(mapped.items()),
                    String.join("; ", remarks));
        }
    }
}
