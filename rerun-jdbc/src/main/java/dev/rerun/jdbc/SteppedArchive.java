package dev.rerun.jdbc;

import dev.rerun.core.spi.StoreException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Locks items, copies them, deletes them. What is locked cannot be invoiced or edited between the copy and the deletion,
 * so the archive holds just what was deleted.
 *
 * <p>For databases that do not return what they delete. H2 does, but it silently loses the rows of such a result beyond its
 * {@code MAX_MEMORY_ROWS}, when the database is on disk.
 */
final class SteppedArchive implements Archive {
    private static final String LOCK = """
            select %s
            from %s i
            where %s
            order by %s
            limit ?
            for update
            """;

    private static final String COPY = """
            insert into %s (archived_by, %s)
            select ?, %s
            from %s
            join %s i on %s
            """;

    private static final String RELEASE = """
            update %1$s set %2$s = null
            where %2$s in (select i.%3$s from %4$s join %5$s i on %6$s)
            """;

    private static final String DELETE = "delete from %s i where %s";

    private final Session session;
    private final Tables tables;
    private final ItemTable items;
    private final ItemIdentity identity;
    private final Scope scope;
    private final long rerunId;

    SteppedArchive(Session session, Tables tables, Scope scope, long rerunId) {
        this.session = session;
        this.tables = tables;
        this.items = tables.items();
        this.identity = new ItemIdentity(items);
        this.scope = scope;
        this.rerunId = rerunId;
    }

    /** What identifies an item, as its columns have it, and its time. */
    private record Located(List<Object> identity, Instant time) {}

    @Override
    public Optional<Moved> moveFirst(String condition, Binding binding, int most) {
        String selected =
                identity.columns().stream().map(column -> column.in("i")).collect(Collectors.joining(", ")) + ", "
                        + items.timeOf("i");
        List<Located> located = session.list(
                LOCK.formatted(selected, items.name(), condition, items.byTime()),
                parameters -> parameters.all(binding).integer(most),
                this::read);
        if (located.isEmpty()) {
            return Optional.empty();
        }
        move(located);
        return Optional.of(
                new Moved(located.size(), located.get(located.size() - 1).time()));
    }

    private Located read(Row row) throws SQLException {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < identity.columns().size(); i++) {
            values.add(row.value());
        }
        return new Located(values, items.time().read(row, scope));
    }

    private void move(List<Located> located) {
        String copy = COPY.formatted(
                items.archive(),
                items.columnList(),
                items.columnsOf("i"),
                identity.keyTable(session.dialect()),
                items.name(),
                identity.condition());
        String delete = DELETE.formatted(items.name(), identity.ofOneRow());
        for (List<Located> chunk : Chunks.of(located)) {
            ItemIdentity.Values values = identity.values();
            chunk.forEach(one -> values.add(one.identity()));
            long copied = session.update(
                    copy,
                    parameters ->
                            parameters.number(rerunId).all(values.binding()).all(identity.bindApp(scope)));
            if (items.link() instanceof EntryLink.InEntry link) {
                release(link, values);
            }
            long deleted = session.batch(delete, chunk, (parameters, one) -> {
                for (Object value : one.identity()) {
                    parameters.key(value);
                }
                parameters.all(identity.bindApp(scope));
            });
            if (copied != chunk.size() || deleted != chunk.size()) {
                throw new StoreException(
                        "of " + chunk.size() + " locked items, " + copied + " were archived and " + deleted
                                + " deleted; the database did not keep its locks",
                        null);
            }
        }
    }

    /** An entry lets go of its item before that is deleted. */
    private void release(EntryLink.InEntry link, ItemIdentity.Values values) {
        session.update(
                RELEASE.formatted(
                        tables.entries().name(),
                        link.pointer(),
                        link.target(),
                        identity.keyTable(session.dialect()),
                        items.name(),
                        identity.condition()),
                parameters -> parameters.all(values.binding()).all(identity.bindApp(scope)));
    }
}
