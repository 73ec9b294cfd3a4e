package dev.rerun.jdbc;

import dev.rerun.core.spi.Lane;
import dev.rerun.core.spi.Run;
import dev.rerun.core.spi.StoreException;
import java.util.List;

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

    /** Only entries that were queued have outcomes of a run, and numbers have hardly a gap. */
    private void deleteOutdated(Run run) {
        int app = names.apps().obtain(run.app());
        EntryKey key = tables.entries().key();
        String sql = OUTDATED.formatted(key.entries(), session.dialect().hiddenRun(), key.outcomes());
        RunOutcomes outcomes = new RunOutcomes(session, names, tables.entries());
        for (Lane lane : JdbcLanes.of(session, run.id())) {
            for (long after = 0; after < lane.end(); after += ENTRIES_AT_A_TIME) {
                long from = after;
                outcomes.delete(
                        run,
                        session.list(
                                sql,
                                parameters -> parameters
                                        .number(run.id())
                                        .integer(lane.number())
                                        .number(from)
                                        .number(from + ENTRIES_AT_A_TIME)
                                        .integer(app)
                                        .number(run.id()),
                                Row::text));
            }
        }
    }

    private void delete(String table, String column, Run run) {
        session.update("delete from " + table + " where " + column + " = ?", parameters -> parameters.number(run.id()));
    }
}
