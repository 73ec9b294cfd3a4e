package dev.rerun.jdbc;

import dev.rerun.core.spi.StoreException;
import java.util.List;

/**
 * Looks for items without locking any, locks what it found by their keys and judges them again, then copies and deletes
 * what is still to go.
 *
 * <p>For databases whose locking select waits for the locks of rows that it only passes: it would wait for whoever edits an
 * item that stays.
 */
final class RecheckingArchive implements Archive {
    private static final String FIND = """
            select %s
            from %s i
            where %s
            order by %s
            limit ?
            """;

    /** The condition is out of the optimizer's sight, which would else look for all items of the app, and lock them. */
    private static final String LOCK = """
            select %s
            from %s
            where case when %s then 1 end = 1
            for update nowait
            """;

    private static final String COPY = """
            insert into %s (archived_by, %s)
            select ?, %s
            from %s
            """;

    private static final String DELETE = """
            delete i from %s
            """;

    private final Session session;
    private final LocatedItems located;
    private final ItemTable items;
    private final long rerunId;
    private final String byKey;

    RecheckingArchive(Session session, Tables tables, Scope scope, long rerunId) {
        this.session = session;
        this.located = new LocatedItems(session, tables, scope);
        this.items = tables.items();
        this.rerunId = rerunId;
        this.byKey = located.byKeys();
    }

    @Override
    public Moved moveFirst(Stretch stretch, Fragment eligible, int size) {
        Fragment some = stretch.condition();
        Fragment condition = new Fragment(
                some.sql() + " and " + eligible.sql(), some.binding().then(eligible.binding()));
        List<LocatedItems.Located> found = find(condition, size);
        if (found.isEmpty()) {
            return Moved.NOTHING;
        }
        long moved = 0;
        for (List<LocatedItems.Located> chunk : Chunks.of(found)) {
            moved += move(lock(condition, chunk));
        }
        // Items of the same time may be left. Those that are kept are passed again, but only they.
        return new Moved(moved, stretch.onwards(found.get(found.size() - 1).time()));
    }

    private List<LocatedItems.Located> find(Fragment condition, int most) {
        return session.list(
                FIND.formatted(located.selected(), items.name(), condition.sql(), items.byTime()),
                parameters -> parameters.all(condition.binding()).integer(most),
                located::read);
    }

    private List<LocatedItems.Located> lock(Fragment condition, List<LocatedItems.Located> found) {
        return session.list(
                LOCK.formatted(located.selected(), byKey, condition.sql()),
                parameters -> parameters.all(located.bindKeys(found)).all(condition.binding()),
                located::read);
    }

    private long move(List<LocatedItems.Located> locked) {
        if (locked.isEmpty()) {
            return 0;
        }
        Binding keys = located.bindKeys(locked);
        long copied = session.update(
                COPY.formatted(items.archive(), items.columnList(), items.columnsOf("i"), byKey),
                parameters -> parameters.number(rerunId).all(keys));
        located.release(locked);
        long deleted = session.update(DELETE.formatted(byKey), keys);
        if (copied != locked.size() || deleted != locked.size()) {
            throw new StoreException(
                    "of " + locked.size() + " locked items, " + copied + " were archived and " + deleted
                            + " deleted; the database did not keep its locks",
                    null);
        }
        return deleted;
    }
}
