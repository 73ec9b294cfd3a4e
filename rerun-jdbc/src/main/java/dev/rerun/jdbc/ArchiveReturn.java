package dev.rerun.jdbc;

import dev.rerun.core.spi.PutBack;
import dev.rerun.core.spi.RejectedDataException;
import dev.rerun.core.spi.Run;
import dev.rerun.core.spi.StoreConflictException;
import dev.rerun.core.spi.StoreException;
import dev.rerun.jdbc.Failures.Place;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Puts archived items of a run back, whole, but for those of entries that are done.
 *
 * <p>What is to return is marked first, in the archive, by the rerun ID with its sign turned, which no run has: so it is the
 * same rows that are copied and deleted, whatever others write meanwhile, and the work is in proportion to the run's own part of
 * the archive.
 */
final class ArchiveReturn {
    private static final int ENTRIES_AT_A_TIME = 1_000;

    /** One row at most, and looked up by index for each item; see {@link Selected}. */
    private static final String DONE = """
            (select 1 from %1$s q
                join rerun_lane l on l.rerun_id = q.rerun_id and l.lane = q.lane
                where q.rerun_id = %4$s and q.entry_id = %2$s and q.seq <= l.watermark
                and (select 1 from %3$s f
                    where f.rerun_id = q.rerun_id and f.lane = q.lane and f.seq = q.seq limit 1) is null
                limit 1) is not null
            """;

    private static final String DONE_THAT_POINTED = """
            (select 1 from %4$s p
                join %1$s q on q.rerun_id = p.rerun_id and q.entry_id = p.entry_id
                join rerun_lane l on l.rerun_id = q.rerun_id and l.lane = q.lane
                where p.rerun_id = %5$s and p.points_at = %2$s and q.seq <= l.watermark
                and (select 1 from %3$s f
                    where f.rerun_id = q.rerun_id and f.lane = q.lane and f.seq = q.seq limit 1) is null
                limit 1) is not null
            """;

    private static final String MARK = """
            update %s a set archived_by = ?
            where a.archived_by = ? and not (%s)%s
            """;

    private static final String TAKEN = """

            and not exists (select 1 from %s i where %s)
            """;

    private static final String COPY = """
            insert into %s (%s) %s
            select %s from %s a where a.archived_by = ?
            """;

    private static final String DELETE = "delete from %s where archived_by = ?";

    private static final String COUNT_REFUSED = """
            select count(*) from %s a where a.archived_by = ? and not (%s)
            """;

    private static final String PROCESSED = "select coalesce(sum(done), 0) from rerun_lane where rerun_id = ?";

    private final Session session;
    private final Names.View names;
    private final ItemTable items;
    private final EntryTable entries;
    private final Run run;

    ArchiveReturn(Session session, Names.View names, Tables tables, Run run) {
        this.session = session;
        this.names = names;
        this.items = tables.items();
        this.entries = tables.entries();
        this.run = run;
    }

    PutBack putBack() {
        Fragment done = done();
        mark(done);
        long copied = copy();
        if (items.link() instanceof EntryLink.InEntry link) {
            new Pointers(session, entries, items, new Scope(run.app(), names)).restore(run.id(), mark(), link);
        }
        long deleted = session.update(DELETE.formatted(items.archive()), parameters -> parameters.number(mark()));
        if (copied != deleted) {
            throw new StoreException(
                    "of " + deleted + " archived items, " + copied
                            + " were put back; the database did not keep its locks",
                    null);
        }
        long refused = session.list(
                        COUNT_REFUSED.formatted(items.archive(), done.sql()),
                        parameters -> parameters.number(run.id()).all(done.binding()),
                        Row::number)
                .get(0);
        forgetFailedOutcomes();
        return new PutBack(copied, refused);
    }

    /** True for an item {@code a} of the archive whose entry is done: then the entry's new items stand in its place. */
    private Fragment done() {
        EntryKey key = entries.key();
        String hidden = session.dialect().hiddenRun();
        Binding ofRun = parameters -> parameters.number(run.id());
        if (items.link() instanceof EntryLink.InItem link) {
            return new Fragment(DONE.formatted(key.entries(), link.column().ownIn("a"), key.failures(), hidden), ofRun);
        }
        if (items.link() instanceof EntryLink.InEntry link) {
            return new Fragment(
                    DONE_THAT_POINTED.formatted(
                            key.entries(), link.target().ownIn("a"), key.failures(), key.pointers(), hidden),
                    ofRun);
        }
        long processed = session.list(PROCESSED, ofRun, Row::number).get(0);
        if (processed > 0) {
            throw new StoreException(
                    "rerun " + run.id() + " has processed " + processed + " entries, and nothing tells which items of "
                            + items.name()
                            + " belong to them, so that none can be put back; let the rerun finish, and map"
                            + " a link between items and entries for later ones",
                    null);
        }
        return Fragment.of("1 = 0");
    }

    private long mark() {
        return -run.id();
    }

    private void mark(Fragment done) {
        String taken = items.unique().stream()
                .map(columns -> columns.stream()
                        .map(column -> "i." + column + " = a." + column)
                        .collect(Collectors.joining(" and ")))
                .map(same -> TAKEN.formatted(items.name(), same))
                .collect(Collectors.joining());
        session.update(
                MARK.formatted(items.archive(), done.sql(), taken),
                parameters -> parameters.number(mark()).number(run.id()).all(done.binding()));
    }

    private long copy() {
        List<String> columns = items.written();
        String sql = COPY.formatted(
                items.name(),
                String.join(", ", columns),
                session.dialect().overriding(),
                columns.stream().map(column -> "a." + column).collect(Collectors.joining(", ")),
                items.archive());
        try {
            return session.update(sql, parameters -> parameters.number(mark()));
        } catch (RejectedDataException e) {
            if (e.getCause() instanceof SQLException cause && session.dialect().takenKey(cause)) {
                throw new StoreConflictException(
                        "another transaction wrote an item just when one of its key was to be put back; try again", e);
            }
            throw e;
        }
    }

    private void forgetFailedOutcomes() {
        Failures failures = new Failures(session, entries.key());
        RunOutcomes outcomes = new RunOutcomes(session, names, entries);
        Place last = null;
        while (true) {
            List<Place> page = failures.places(run.id(), "f.held = false", last, ENTRIES_AT_A_TIME);
            if (page.isEmpty()) {
                return;
            }
            outcomes.forgetFailed(run, page);
            last = page.get(page.size() - 1);
        }
    }
}
