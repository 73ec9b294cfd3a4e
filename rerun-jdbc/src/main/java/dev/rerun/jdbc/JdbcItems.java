package dev.rerun.jdbc;

import dev.rerun.api.RegisterItem;
import dev.rerun.core.spi.ItemKey;
import dev.rerun.core.spi.Items;
import dev.rerun.core.spi.PlacedItem;
import dev.rerun.core.spi.RejectedDataException;
import dev.rerun.jdbc.Dialect.Column;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The table of register items. */
final class JdbcItems implements Items {
    /** Another table is named only below the list, so that conditions of the host may name their columns plainly. */
    private static final String SELECT = "select %s from %s";

    private static final String POINT = """
            update %1$s e set %2$s = (select i.%3$s from %4$s i where %5$s)
            where %6$s and %7$s = ? and %2$s is null
            """;

    private final Session session;
    private final Names.View names;
    private final Tables tables;
    private final ItemTable items;
    private final ItemRow row;

    JdbcItems(Session session, Names.View names, Tables tables) {
        this.session = session;
        this.names = names;
        this.tables = tables;
        this.items = tables.items();
        this.row = new ItemRow(tables);
    }

    @Override
    public Map<ItemKey, PlacedItem> find(String app, Set<ItemKey> keys) {
        Map<ItemKey, PlacedItem> found = new HashMap<>();
        Scope scope = new Scope(app, names);
        if (!items.app().knows(scope)) {
            return found;
        }
        ItemIdentity identity = new ItemIdentity(items);
        String sql = SELECT.formatted(
                row.selected(),
                session.dialect()
                        .itemsFor(
                                identity.keyTable(session.dialect()), items, identity.condition() + items.narrowed()));
        for (List<ItemKey> chunk : Chunks.of(keys)) {
            ItemIdentity.Values values = identity.values();
            for (ItemKey key : chunk) {
                values.find(scope, key);
            }
            if (!values.isEmpty()) {
                session.list(sql, values.binding().then(identity.bindApp(scope)), read -> row.read(read, scope))
                        .forEach(placed -> found.put(ItemKey.of(placed.item()), placed));
            }
        }
        return found;
    }

    @Override
    public List<PlacedItem> range(String app, Collection<String> orderingKeys, Instant from, Instant until) {
        List<PlacedItem> found = new ArrayList<>();
        Scope scope = new Scope(app, names);
        if (!items.app().knows(scope)) {
            return found;
        }
        Dialect dialect = session.dialect();
        Column key = new Column("key_1", items.orderingKey().column().type());
        String condition = items.app().where("i") + " and "
                + items.orderingKey().in("i") + " = k.key_1 and " + between(dialect) + items.narrowed();
        String sql = SELECT.formatted(row.selected(), dialect.itemsFor(dialect.keyTable("k", key), items, condition));
        for (List<String> chunk : Chunks.of(new LinkedHashSet<>(orderingKeys))) {
            List<Object> values = items.orderingKey().findAll(scope, chunk);
            found.addAll(session.list(
                    sql,
                    parameters -> {
                        parameters.keys(KeyRows.of(key, values));
                        items.app().bind(parameters, scope);
                        items.time().bind(parameters, scope, microBefore(from));
                        items.time().bind(parameters, scope, microBefore(until));
                    },
                    read -> row.read(read, scope)));
        }
        return found;
    }

    @Override
    public void insert(String app, List<RegisterItem> inserted) {
        Scope scope = new Scope(app, names);
        int appId = names.apps().obtain(app);
        names.obtainRegisters(appId, inserted, RegisterItem::register);
        names.obtainContracts(inserted, RegisterItem::contract);
        Insert insert = new Insert(items.name(), row.inserted(), items.filled(), items.own());
        session.insert(insert, inserted, (parameters, item) -> row.bind(parameters, scope, item));
        if (items.link() instanceof EntryLink.InEntry link) {
            point(link, scope, inserted);
        }
    }

    /** Lets entries point at their items; one that points at an item that stays keeps pointing there. */
    private void point(EntryLink.InEntry link, Scope scope, List<RegisterItem> inserted) {
        ItemIdentity identity = new ItemIdentity(items);
        EntryTable entries = tables.entries();
        String sql = POINT.formatted(
                entries.name(),
                link.pointerName(),
                link.targetName(),
                items.name(),
                identity.ofOneRow(),
                entries.app().where("e"),
                entries.id().in("e"));
        for (RegisterItem item : inserted) {
            String entryId = item.entryId();
            if (entryId == null) {
                continue;
            }
            long pointing = session.update(sql, parameters -> {
                identity.bindOne(parameters, scope, ItemKey.of(item));
                parameters.all(identity.bindApp(scope));
                entries.app().bind(parameters, scope);
                entries.id().bind(parameters, scope, entryId);
            });
            if (pointing != 1) {
                throw new RejectedDataException(
                        "entry " + entryId + " cannot point at its item '" + item.uniqueKey()
                                + "': it points at another already; let its logic write one item, and keep its key",
                        null);
            }
        }
    }

    private String between(Dialect dialect) {
        String time = items.timeOf("i");
        String bound = "?";
        if (items.own()) {
            time = dialect.inKeyIndex(time);
            bound = dialect.inKeyIndex(bound);
        }
        return time + " > " + bound + " and " + time + " <= " + bound;
    }

    /** Stored times are whole microseconds: at or after an instant means after the last whole one before it. */
    private static Instant microBefore(Instant time) {
        if (!time.isAfter(Parameters.EVER_BEFORE)) {
            return Parameters.EVER_BEFORE;
        }
        return time.isAfter(Parameters.EVER_AFTER)
                ? Parameters.EVER_AFTER
                : time.minusNanos(1).truncatedTo(ChronoUnit.MICROS);
    }
}
