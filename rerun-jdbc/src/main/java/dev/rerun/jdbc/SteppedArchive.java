package dev.rerun.jdbc;

import dev.rerun.core.spi.StoreException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Locks items, copies them, deletes them. What is locked cannot be invoiced or edited between the copy and the deletion,
 * so the archive holds just what was deleted.
 *
 * <p>For databases that do not return what they delete. H2 does, but it silently loses the rows of such a result beyond its
 * {@code MAX_MEMORY_ROWS}, when the database is on disk.
 */
final class SteppedArchive implements Archive {
    private static final String LOCK = """
            select i.register_id, i.unique_key, i.item_time
            from register_item i
            where %s
            order by i.app_id, i.item_time
            fetch first ? rows only
            for update
            """;

    private static final String COPY = """
            insert into rerun_archived_item (archived_by, %s)
            select ?, %s
            from %s
            join register_item i on i.register_id = k.register_id and i.unique_key = k.unique_key
            """;

    private static final String DELETE = "delete from register_item where register_id = ? and unique_key = ?";

    private final Session session;
    private final long rerunId;

    SteppedArchive(Session session, long rerunId) {
        this.session = session;
        this.rerunId = rerunId;
    }

    /** What identifies an item, and its time. */
    private record Key(int register, String uniqueKey, Instant time) {}

    @Override
    public Optional<Moved> moveFirst(String condition, Binding binding, int most) {
        List<Key> keys = session.list(
                LOCK.formatted(condition),
                parameters -> parameters.all(binding).integer(most),
                row -> new Key(row.integer(), row.text(), row.time()));
        if (keys.isEmpty()) {
            return Optional.empty();
        }
        move(keys);
        return Optional.of(new Moved(keys.size(), keys.get(keys.size() - 1).time()));
    }

    private void move(List<Key> keys) {
        String copy = COPY.formatted(
                JdbcItems.COLUMN_LIST,
                JdbcItems.columnsOf("i"),
                session.dialect().keyTable("k", JdbcItems.REGISTER_COLUMN, JdbcItems.UNIQUE_KEY_COLUMN));
        for (List<Key> chunk : Chunks.of(keys)) {
            long copied = session.update(copy, parameters -> parameters
                    .number(rerunId)
                    .array("integer", chunk.stream().map(Key::register).toList())
                    .array("varchar", chunk.stream().map(Key::uniqueKey).toList()));
            long deleted = session.batch(DELETE, chunk, (parameters, key) -> parameters
                    .integer(key.register())
                    .text(key.uniqueKey()));
            if (copied != chunk.size() || deleted != chunk.size()) {
                throw new StoreException(
                        "of " + chunk.size() + " locked items, " + copied + " were archived and " + deleted
                                + " deleted; the database did not keep its locks",
                        null);
            }
        }
    }
}
