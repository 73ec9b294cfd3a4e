package dev.rerun.jdbc;

import java.time.Instant;
import java.util.List;

/**
 * Deletes and archives in one statement, for databases that can return what they delete. A batch is a piece of the stretch
 * that has so many items, eligible or not, and all those of its last instant.
 *
 * <p>The deletion needs no lock before it, which would be a second write of every row: a row that another transaction changed
 * meanwhile is judged again as it is then, by the whole condition. It waits no longer than a moment for one that is held.
 * After it met one, rows are locked first, since only a lock can be had or refused without any wait.
 */
final class ReturningArchive implements Archive {
    private static final String END = """
            select %1$s
            from %2$s i
            where %3$s
            order by %4$s
            offset ? limit 1
            """;

    private static final String MOVE = """
            with deleted as (
                delete from %s i
                where %s
                and %s
                returning %s
            )%s
            insert into %s (archived_by, %s)
            select ?, d.* from deleted d
            """;

    /** Foreign keys are checked when the whole statement has done its work. */
    private static final String RELEASE = """
            , released as (
                update %1$s set %2$s = null where %2$s in (select d.%3$s from deleted d)
            )
            """;

    private static final String LOCK = """
            select count(*) from (
                select 1
                from %s i
                where %s
                and %s
                for update nowait
            ) l
            """;

    private static final String MOMENT = "1ms";

    private static final String LOCK_TIMEOUT = "select current_setting('lock_timeout')";

    private static final String SET_LOCK_TIMEOUT = "select set_config('lock_timeout', ?, true)";

    private final Session session;
    private final Tables tables;
    private final long rerunId;
    private boolean lockFirst;

    ReturningArchive(Session session, Tables tables, long rerunId) {
        this.session = session;
        this.tables = tables;
        this.rerunId = rerunId;
    }

    @Override
    public Moved moveFirst(Stretch stretch, Fragment eligible, int size) {
        Fragment all = stretch.condition();
        ItemTable items = tables.items();
        List<Instant> ends = session.list(
                END.formatted(items.timeOf("i"), items.name(), all.sql(), items.byTime()),
                parameters -> parameters.all(all.binding()).integer(size - 1),
                row -> items.time().read(row, stretch.scope()));
        if (ends.isEmpty()) {
            return new Moved(move(stretch, eligible), null);
        }
        Instant end = ends.get(0);
        return new Moved(move(stretch.upTo(end), eligible), stretch.after(end));
    }

    private long move(Stretch batch, Fragment eligible) {
        Fragment some = batch.condition();
        ItemTable items = tables.items();
        String release = items.link() instanceof EntryLink.InEntry link
                ? RELEASE.formatted(tables.entries().name(), link.pointerName(), link.targetName())
                : "";
        String sql = MOVE.formatted(
                items.name(),
                some.sql(),
                eligible.sql(),
                items.columnsOf("i"),
                release,
                items.archive(),
                items.columnList());
        Binding binding = parameters ->
                parameters.all(some.binding()).all(eligible.binding()).number(rerunId);
        if (lockFirst) {
            session.list(
                    LOCK.formatted(items.name(), some.sql(), eligible.sql()),
                    parameters -> parameters.all(some.binding()).all(eligible.binding()),
                    Row::number);
            lockFirst = false;
            return session.update(sql, binding);
        }
        // Until it has succeeded; a failure also takes back the setting.
        lockFirst = true;
        String usual = session.list(LOCK_TIMEOUT, Binding.NONE, Row::text).get(0);
        setLockTimeout(MOMENT);
        long moved = session.update(sql, binding);
        setLockTimeout(usual);
        lockFirst = false;
        return moved;
    }

    private void setLockTimeout(String timeout) {
        session.list(SET_LOCK_TIMEOUT, parameters -> parameters.text(timeout), Row::text);
    }
}
