package dev.rerun.jdbc;

import dev.rerun.core.spi.StoreException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Looks for items without locking any, locks what it found by their keys and judges them again, then copies and deletes
 * what is still to go.
 *
 * <p>For databases whose locking select waits for the locks of rows that it only passes: it would wait for whoever edits an
 * item that stays.
 */
final class RecheckingArchive implements Archive {
    private static final String FIND = """
            select i.register_id, i.unique_key, i.item_time
            from register_item i
            where %s
            order by i.app_id, i.item_time
            limit ?
            """;

    private static final String LOCK = """
            select i.register_id, i.unique_key, i.item_time
            from %s
            where %s
            for update
            """;

    private static final String COPY = """
            insert into rerun_archived_item (archived_by, %s)
            select ?, %s
            from %s
            """;

    private static final String DELETE = """
            delete i from %s
            """;

    private static final String IDENTITY = "i.register_id = k.register_id and i.unique_key = k.unique_key";

    private final Session session;
    private final long rerunId;
    private final String items;

    RecheckingArchive(Session session, long rerunId) {
        this.session = session;
        this.rerunId = rerunId;
        Dialect dialect = session.dialect();
        items = dialect.itemsFor(
                dialect.keyTable("k", JdbcItems.REGISTER_COLUMN, JdbcItems.UNIQUE_KEY_COLUMN), IDENTITY);
    }

    /** What identifies an item, and its time. */
    private record Key(int register, String uniqueKey, Instant time) {
        static KeyRows rows(List<Key> keys) {
            return KeyRows.of(
                            JdbcItems.REGISTER_COLUMN,
                            keys.stream().map(Key::register).toList())
                    .and(
                            JdbcItems.UNIQUE_KEY_COLUMN,
                            keys.stream().map(Key::uniqueKey).toList());
        }
    }

    @Override
    public Optional<Moved> moveFirst(String condition, Binding binding, int most) {
        List<Key> found = find(condition, binding, most);
        while (!found.isEmpty()) {
            long moved = 0;
            for (List<Key> chunk : Chunks.of(found)) {
                moved += move(lock(condition, binding, chunk));
            }
            if (moved > 0) {
                return Optional.of(new Moved(moved, found.get(found.size() - 1).time()));
            }
            // All of them were invoiced or edited in the meantime; there may be others.
            found = find(condition, binding, most);
        }
        return Optional.empty();
    }

    private List<Key> find(String condition, Binding binding, int most) {
        return keys(
                FIND.formatted(condition), parameters -> parameters.all(binding).integer(most));
    }

    private List<Key> lock(String condition, Binding binding, List<Key> found) {
        return keys(
                LOCK.formatted(items, condition),
                parameters -> parameters.keys(Key.rows(found)).all(binding));
    }

    private List<Key> keys(String sql, Binding binding) {
        return session.list(sql, binding, row -> new Key(row.integer(), row.text(), row.time()));
    }

    private long move(List<Key> locked) {
        if (locked.isEmpty()) {
            return 0;
        }
        KeyRows rows = Key.rows(locked);
        long copied = session.update(
                COPY.formatted(JdbcItems.COLUMN_LIST, JdbcItems.columnsOf("i"), items),
                parameters -> parameters.number(rerunId).keys(rows));
        long deleted = session.update(DELETE.formatted(items), parameters -> parameters.keys(rows));
        if (copied != locked.size() || deleted != locked.size()) {
            throw new StoreException(
                    "of " + locked.size() + " locked items, " + copied + " were archived and " + deleted
                            + " deleted; the database did not keep its locks",
                    null);
        }
        return deleted;
    }
}
