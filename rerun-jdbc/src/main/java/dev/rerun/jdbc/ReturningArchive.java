package dev.rerun.jdbc;

import dev.rerun.core.spi.StoreException;
import java.util.Optional;

/**
 * Locks, deletes and archives in one statement, for databases that can return what they delete.
 *
 * <p>Rows are deleted by where they lie, which needs no index. A row that another transaction changed while this statement
 * waited for its lock lies elsewhere: it stays locked, and the next statement sees it there.
 */
final class ReturningArchive implements Archive {
    private static final String MOVE = """
            with locked as (
                select i.ctid as place
                from register_item i
                where %s
                order by i.app_id, i.item_time
                fetch first ? rows only
                for update
            ), deleted as (
                delete from register_item i
                where i.ctid = any (array(select place from locked))
                returning %s
            ), archived as (
                insert into rerun_archived_item (archived_by, %s)
                select ?, d.* from deleted d
                returning item_time
            )
            select (select count(*) from locked), count(*), max(item_time) from archived
            """;

    private final Session session;
    private final long rerunId;

    ReturningArchive(Session session, long rerunId) {
        this.session = session;
        this.rerunId = rerunId;
    }

    private record Batch(long locked, Moved moved) {}

    @Override
    public Optional<Moved> moveFirst(String condition, Binding binding, int most) {
        Batch batch = move(condition, binding, most);
        if (batch.locked() > 0 && batch.moved().items() == 0) {
            batch = move(condition, binding, most);
        }
        if (batch.locked() == 0) {
            return Optional.empty();
        }
        if (batch.moved().items() == 0) {
            throw new StoreException(
                    "none of " + batch.locked() + " locked items was archived; the database did not keep its locks",
                    null);
        }
        return Optional.of(batch.moved());
    }

    private Batch move(String condition, Binding binding, int most) {
        return session.list(
                        MOVE.formatted(condition, JdbcItems.columnsOf("i"), JdbcItems.COLUMN_LIST),
                        parameters -> parameters.all(binding).integer(most).number(rerunId),
                        row -> {
                            long locked = row.number();
                            long archived = row.number();
                            // What was locked and not archived may lie before the last that was.
                            return new Batch(locked, new Moved(archived, archived < locked ? null : row.timeOrNull()));
                        })
                .get(0);
    }
}
