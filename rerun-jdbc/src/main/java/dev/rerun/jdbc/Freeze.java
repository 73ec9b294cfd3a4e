package dev.rerun.jdbc;

import dev.rerun.core.spi.Lane;
import dev.rerun.core.spi.Run;
import java.util.List;

/** Freezes a run's selection, and makes its lanes. */
final class Freeze {
    private static final String QUEUE = """
            insert into %s (rerun_id, lane, seq, entry_id)
            select ?, s.lane, row_number() over (partition by s.lane order by %s), s.id
            from (
                select %s as id, %s as place, %s as lane
                from %s e
                where %s
                %s
            ) s
            """;

    private static final String MAKE_LANES = """
            insert into rerun_lane (rerun_id, lane, end_seq, gate_seq)
            select rerun_id, lane, max(seq), max(seq) from %s where rerun_id = ? group by rerun_id, lane
            """;

    private static final String CLOSE = "update rerun_lane set gate_seq = 0 where rerun_id = ?";

    /** The first of all entries are among as many first ones of each lane. */
    private static final String FIRST = """
            select f.lane, count(*)
            from (
                select q.lane
                from rerun r
                join rerun_lane l on l.rerun_id = r.id
                join %s q on q.rerun_id = l.rerun_id and q.lane = l.lane and q.seq <= ?
                join %s e on %s and %s = %s
                where r.id = ?
                order by %s
                limit ?
            ) f
            group by f.lane
            """;

    private static final String GATE = "update rerun_lane set gate_seq = ? where rerun_id = ? and lane = ?";

    private static final String REMEMBER_POINTERS = """
            insert into %s (rerun_id, entry_id, points_at)
            select q.rerun_id, q.entry_id, %s
            from rerun r
            join %s q on q.rerun_id = r.id
            join %s e on %s and %s = %s
            where r.id = ? and e.%s is not null
            """;

    private final Session session;
    private final Tables tables;
    private final EntryTable entries;
    private final EntrySelection selection;
    private final Run run;

    Freeze(Session session, Tables tables, EntrySelection selection, Run run) {
        this.session = session;
        this.tables = tables;
        this.entries = tables.entries();
        this.selection = selection;
        this.run = run;
    }

    private record Gate(int lane, long entries) {}

    List<Lane> freeze() {
        queue();
        session.update(MAKE_LANES.formatted(entries.key().entries()), parameters -> parameters.number(run.id()));
        Long firstOnly = run.options().firstOnly();
        if (firstOnly != null) {
            close(firstOnly);
        }
        if (tables.link() instanceof EntryLink.InEntry link) {
            rememberPointers(link);
        }
        return JdbcLanes.of(session, run.id());
    }

    private void queue() {
        Fragment selected = selection.condition();
        Long limit = run.options().limit();
        String sql = QUEUE.formatted(
                entries.key().entries(),
                selection.byPlace("s.place", "s.id"),
                entries.id().ownIn("e"),
                selection.place(),
                session.dialect().hashModulo(entries.orderingKey().ownIn("e")),
                entries.name(),
                selected.sql(),
                limit == null ? "" : "order by " + selection.order() + " limit ?");
        session.update(sql, parameters -> {
            parameters.number(run.id()).integer(run.lanes()).all(selected.binding());
            if (limit != null) {
                parameters.number(limit);
            }
        });
    }

    private void close(long firstOnly) {
        String sql = FIRST.formatted(
                entries.key().entries(),
                entries.name(),
                entries.app().ofRun("e"),
                entries.id().in("e"),
                entries.id().fromOwn("q.entry_id"),
                selection.order("q.entry_id"));
        List<Gate> gates = session.list(
                sql,
                parameters -> parameters.number(firstOnly).number(run.id()).number(firstOnly),
                row -> new Gate(row.integer(), row.number()));
        session.update(CLOSE, parameters -> parameters.number(run.id()));
        session.batch(GATE, gates, (parameters, gate) -> parameters
                .number(gate.entries())
                .number(run.id())
                .integer(gate.lane()));
    }

    private void rememberPointers(EntryLink.InEntry link) {
        session.update(
                REMEMBER_POINTERS.formatted(
                        entries.key().pointers(),
                        link.pointer().ownIn("e"),
                        entries.key().entries(),
                        entries.name(),
                        entries.app().ofRun("e"),
                        entries.id().in("e"),
                        entries.id().fromOwn("q.entry_id"),
                        link.pointer().column().name()),
                parameters -> parameters.number(run.id()));
    }
}
