package dev.rerun.jdbc;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Items that were found and are to be moved: what identifies them, as their columns have it, and their times. */
final class LocatedItems {
    private static final String RELEASE = """
            update %1$s set %2$s = null
            where %2$s in (select i.%3$s from %4$s)
            """;

    private final Session session;
    private final Tables tables;
    private final ItemTable items;
    private final ItemIdentity identity;
    private final Scope scope;

    LocatedItems(Session session, Tables tables, Scope scope) {
        this.session = session;
        this.tables = tables;
        this.items = tables.items();
        this.identity = new ItemIdentity(items);
        this.scope = scope;
    }

    record Located(List<Object> identity, Instant time) {}

    /** What {@link #read} reads, of an item {@code i}. */
    String selected() {
        return identity.columns().stream().map(column -> column.in("i")).collect(Collectors.joining(", ")) + ", "
                + items.timeOf("i");
    }

    Located read(Row row) throws SQLException {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < identity.columns().size(); i++) {
            values.add(row.value());
        }
        return new Located(values, items.time().read(row, scope));
    }

    /** The items {@code i}, found by their keys. */
    String byKeys() {
        return session.dialect().itemsFor(identity.keyTable(session.dialect()), items, identity.condition());
    }

    /** Binds items to {@link #byKeys}. */
    Binding bindKeys(List<Located> located) {
        ItemIdentity.Values values = identity.values();
        located.forEach(one -> values.add(one.identity()));
        return values.binding().then(identity.bindApp(scope));
    }

    /** True for one item {@code i}, without a key table. */
    String conditionOfOne() {
        return identity.ofOneRow();
    }

    /** Binds one item to {@link #conditionOfOne}. */
    void bindOne(Parameters parameters, Located one) throws SQLException {
        for (Object value : one.identity()) {
            parameters.key(value);
        }
        parameters.all(identity.bindApp(scope));
    }

    /** Entries that point at their items let go of them before those are deleted. */
    void release(List<Located> located) {
        if (items.link() instanceof EntryLink.InEntry link) {
            session.update(
                    RELEASE.formatted(tables.entries().name(), link.pointerName(), link.targetName(), byKeys()),
                    bindKeys(located));
        }
    }
}
