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
                from %1$s i
                where %2$s
                order by %3$s
                limit ?
                for update
            ), deleted as (
                delete from %1$s i
                where i.ctid = any (array(select place from locked))
                returning %4$s
            ), archived as (
                insert into %5$s (archived_by, %6$s)
                select ?, d.* from deleted d
                returning %7$s
            )
            select (select count(*) from locked), count(*), max(%7$s) from archived
            """;

    private final Session session;
    private final ItemTable items;
    private final Scope scope;
    private final long rerunId;

    ReturningArchive(Session session, ItemTable items, Scope scope, long rerunId) {
        this.session = session;
        this.items = items;
        this.scope = scope;
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
        String sql = MOVE.formatted(
                items.name(),
                condition,
                items.byTime(),
                items.columnsOf("i"),
                items.archive(),
                items.columnList(),
                items.time().columns().get(0).name());
        return session.list(
                        sql, parameters -> parameters.all(binding).integer(most).number(rerunId), row -> {
                            long locked = row.number();
                            long archived = row.number();
                            // What was locked and not archived may lie before the last that was.
                            boolean all = archived > 0 && archived == locked;
                            return new Batch(
                                    locked,
                                    new Moved(archived, all ? items.time().read(row, scope) : null));
                        })
                .get(0);
    }
}
