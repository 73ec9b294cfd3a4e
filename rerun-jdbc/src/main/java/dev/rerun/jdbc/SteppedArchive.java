package dev.rerun.jdbc;

import dev.rerun.core.spi.StoreException;
import java.util.List;

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
            and %s
            order by %s
            limit ?
            for update nowait
            """;

    private static final String COPY = """
            insert into %s (archived_by, %s)
            select ?, %s
            from %s
            """;

    private static final String DELETE = "delete from %s i where %s";

    private final Session session;
    private final LocatedItems located;
    private final ItemTable items;
    private final long rerunId;

    SteppedArchive(Session session, Tables tables, Scope scope, long rerunId) {
        this.session = session;
        this.located = new LocatedItems(session, tables, scope);
        this.items = tables.items();
        this.rerunId = rerunId;
    }

    @Override
    public Moved moveFirst(Stretch stretch, Fragment eligible, int size) {
        Fragment all = stretch.condition();
        List<LocatedItems.Located> locked = session.list(
                LOCK.formatted(located.selected(), items.name(), all.sql(), eligible.sql(), items.byTime()),
                parameters ->
                        parameters.all(all.binding()).all(eligible.binding()).integer(size),
                located::read);
        if (locked.isEmpty()) {
            return Moved.NOTHING;
        }
        for (List<LocatedItems.Located> chunk : Chunks.of(locked)) {
            move(chunk);
        }
        // Items of the same time may be left. Those that are kept are passed again, but only they.
        return new Moved(
                locked.size(), stretch.onwards(locked.get(locked.size() - 1).time()));
    }

    private void move(List<LocatedItems.Located> locked) {
        String byKey = located.byKeys();
        Binding keys = located.bindKeys(locked);
        long copied = session.update(
                COPY.formatted(items.archive(), items.columnList(), items.columnsOf("i"), byKey),
                parameters -> parameters.number(rerunId).all(keys));
        located.release(locked);
        long deleted =
                session.batch(DELETE.formatted(items.name(), located.conditionOfOne()), locked, located::bindOne);
        if (copied != locked.size() || deleted != locked.size()) {
            throw new StoreException(
                    "of " + locked.size() + " locked items, " + copied + " were archived and " + deleted
                            + " deleted; the database did not keep its locks",
                    null);
        }
    }
}
