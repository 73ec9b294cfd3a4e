package dev.rerun.jdbc;

import dev.rerun.core.spi.Run;
import dev.rerun.jdbc.Dialect.Column;
import dev.rerun.jdbc.Failures.Place;
import java.util.List;

/** Takes back what a run said of entries, so that what was known of them before counts again. */
final class RunOutcomes {
    private final Session session;
    private final Names.View names;
    private final EntryTable table;

    RunOutcomes(Session session, Names.View names, EntryTable table) {
        this.session = session;
        this.names = names;
        this.table = table;
    }

    /** Forgets what is said of failed entries; those that are held have no outcome of the run. */
    void forgetFailed(Run run, List<Place> places) {
        List<String> failed = places.stream()
                .filter(place -> !place.held())
                .map(Place::entryId)
                .toList();
        delete(run, failed);
        new AttachedOutcomes(session, table).showNewest(new Scope(run.app(), names), failed);
    }

    void delete(Run run, List<String> entryIds) {
        int app = names.apps().obtain(run.app());
        EntryKey key = table.key();
        Delete delete = new Delete(
                key.outcomes(),
                List.of(new Column("app_id", "integer"), key.column("entry_id"), new Column("rerun_id", "bigint")));
        session.delete(delete, entryIds, (parameters, entryId) -> {
            parameters.integer(app);
            key.bind(parameters, entryId);
            parameters.number(run.id());
        });
    }
}
