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
                select i.ctid as place%s
                from %s i
                where %s
                order by %s
                limit ?
                for update
            ), %sdeleted as (
                delete from %s i
                where i.ctid = any (array(select place from locked))%s
                returning %s
            ), archived as (
                insert into %s (archived_by, %s)
                select ?, d.* from deleted d
                returning %s as item_time
            )
            select (select count(*) from locked), count(*), max(item_time) from archived
            """;

    /** Foreign keys are checked when the whole statement has done its work. */
    private static final String RELEASE = """
            released as (
                update %1$s set %2$s = null where %2$s in (select target from locked)
            ), \
            """;

    private final Session session;
    private final Tables tables;
    private final Scope scope;
    private final long rerunId;

    ReturningArchive(Session session, Tables tables, Scope scope, long rerunId) {
        this.session = session;
        this.tables = tables;
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
        ItemTable items = tables.items();
        String more = items.spread() ? ", i.tableoid as part" : "";
        String release = "";
        if (items.link() instanceof EntryLink.InEntry link) {
            more += ", i." + link.target() + " as target";
            release = RELEASE.formatted(tables.entries().name(), link.pointer());
        }
        String sql = MOVE.formatted(
                more,
                items.name(),
                condition,
                items.byTime(),
                release,
                items.name(),
                items.spread() ? " and (i.tableoid, i.ctid) in (select part, place from locked)" : "",
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
