package dev.rerun.jdbc;

import dev.rerun.core.spi.Lane;
import dev.rerun.core.spi.Run;
import dev.rerun.core.spi.StoreException;
import dev.rerun.jdbc.RunOutcomes.OfRun;
import java.util.List;
import java.util.function.BiFunction;

/** Deletes all that is stored of a run, but for the outcomes that are their entries' newest. */
final class RunPurge {
    private static final int ENTRIES_AT_A_TIME = 1_000;

    private static final String NEWER_RUN = """
            select 1 from rerun n join rerun r on r.app_id = n.app_id and r.ordinal < n.ordinal where r.id = ? limit 1
            """;

    /** The limit makes the database look each entry up by its key, whatever it takes the tables' sizes for. */
    private static final String OUTDATED = """
            select q.entry_id
            from %s q
            where q.rerun_id = %s and q.lane = ? and q.seq > ? and q.seq <= ?
            and (select 1 from %s o join rerun n on n.id = o.rerun_id
                where o.app_id = ? and o.entry_id = q.entry_id and n.app_id = o.app_id
                and n.ordinal > (select r.ordinal from rerun r where r.id = ?) limit 1) is not null
            """;

    /** Which of two runs that are gone came later, nobody knows any more: of their outcomes only the newest stays. */
    private static final String OF_GONE = """
            select o.rerun_id, o.entry_id
            from %1$s q
            join %2$s own on own.app_id = ? and own.entry_id = q.entry_id and own.rerun_id = q.rerun_id
            join %2$s o on o.app_id = own.app_id and o.entry_id = own.entry_id
            left join rerun r on r.id = o.rerun_id
            where q.rerun_id = %3$s and q.lane = ? and q.seq > ? and q.seq <= ?
            and o.rerun_id <> 0 and r.id is null
            """;

    private final Session session;
    private final Names.View names;
    private final Tables tables;

    RunPurge(Session session, Names.View names, Tables tables) {
        this.session = session;
        this.names = names;
        this.tables = tables;
    }

    /** The run is locked by this transaction. */
    void purge(Run run) {
        if (!run.status().terminal()) {
            throw new StoreException("rerun " + run.id() + " is " + run.status() + "; only what is over can go", null);
        }
        EntryKey key = tables.entries().key();
        deleteOfGone(run);
        if (session.first(NEWER_RUN, parameters -> parameters.number(run.id()), Row::number)
                .isPresent()) {
            deleteOutdated(run);
        }
        if (tables.register() != null) {
            delete(tables.items().archive(), ArchiveTable.ARCHIVED_BY, run);
        }
        if (tables.link() instanceof EntryLink.InEntry) {
            delete(key.pointers(), "rerun_id", run);
        }
        for (String table : List.of(key.failures(), key.entries(), "rerun_command", "rerun_turn", "rerun_lane")) {
            delete(table, "rerun_id", run);
        }
        delete("rerun", "id", run);
    }

    private void deleteOutdated(Run run) {
        int app = names.apps().obtain(run.app());
        EntryKey key = tables.entries().key();
        String sql = OUTDATED.formatted(key.entries(), session.dialect().hiddenRun(), key.outcomes());
        inPages(
                run,
                (lane, from) -> session.list(
                        sql,
                        parameters -> parameters
                                .number(run.id())
                                .integer(lane.number())
                                .number(from)
                                .number(from + ENTRIES_AT_A_TIME)
                                .integer(app)
                                .number(run.id()),
                        row -> new OfRun(run.id(), row.text())));
    }

    private void deleteOfGone(Run run) {
        int app = names.apps().obtain(run.app());
        EntryKey key = tables.entries().key();
        String sql = OF_GONE.formatted(
                key.entries(), key.outcomes(), session.dialect().hiddenRun());
        inPages(
                run,
                (lane, from) -> session.list(
                        sql,
                        parameters -> parameters
                                .integer(app)
                                .number(run.id())
                                .integer(lane.number())
                                .number(from)
                                .number(from + ENTRIES_AT_A_TIME),
                        row -> new OfRun(row.number(), row.text())));
    }

    /** Only entries that were queued have outcomes of a run, and numbers have hardly a gap. */
    private void inPages(Run run, BiFunction<Lane, Long, List<OfRun>> outdated) {
        RunOutcomes outcomes = new RunOutcomes(session, names, tables.entries());
        for (Lane lane : JdbcLanes.of(session, run.id())) {
            for (long after = 0; after < lane.end(); after += ENTRIES_AT_A_TIME) {
                outcomes.delete(run.app(), outdated.apply(lane, after));
            }
        }
    }

    private void delete(String table, String column, Run run) {
        session.update("delete from " + table + " where " + column + " = ?", parameters -> parameters.number(run.id()));
    }
}
