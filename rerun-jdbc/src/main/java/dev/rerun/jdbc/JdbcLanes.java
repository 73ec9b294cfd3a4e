package dev.rerun.jdbc;

import dev.rerun.api.FailedEntry;
import dev.rerun.api.FailureCause;
import dev.rerun.core.spi.Lane;
import dev.rerun.core.spi.LaneProgress;
import dev.rerun.core.spi.Lanes;
import dev.rerun.core.spi.ParkedEntry;
import dev.rerun.core.spi.QueuedEntry;
import dev.rerun.core.spi.Run;
import dev.rerun.core.spi.StoreException;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The lanes of runs, and the entries that are queued in them; {@link Failures} has those that could not be processed. */
final class JdbcLanes implements Lanes {
    private static final String COLUMNS = "rerun_id, lane, watermark, gate_seq, end_seq";

    /** One row is locked and no more; lanes that others hold are passed over without waiting. */
    private static final String CLAIM = """
            select %s from rerun_lane
            where rerun_id = ? and lane >= ? and lane < ? and watermark < gate_seq
            limit 1
            for update skip locked
            """.formatted(COLUMNS);

    private static final String LOCK = """
            select %s from rerun_lane
            where rerun_id = ? and lane = ?
            for update
            """.formatted(COLUMNS);

    private static final String FIND = """
            select %s from rerun_lane
            where rerun_id = ? and lane = ?
            """.formatted(COLUMNS);

    private static final String OPEN = """
            select %s from rerun_lane
            where rerun_id = ? and watermark < gate_seq
            order by lane
            limit ?
            """.formatted(COLUMNS);

    private static final String ALL = """
            select %s from rerun_lane where rerun_id = ? order by lane
            """.formatted(COLUMNS);

    private static final String OPEN_ALL = "update rerun_lane set gate_seq = end_seq where rerun_id = ?";

    /**
     * Numbers above the watermark have no gaps, so a range of them is a limit that needs no sort. An entry that lost its ordering
     * key counts as gone.
     */
    private static final String READ = """
            select q.seq, q.entry_id, (select r.app_id from rerun r where r.id = ?), case when %s is null then 0 else 1 end, %s
            from %s q
            left join %s e on %s and %s = %s
            where q.rerun_id = ? and q.lane = ? and q.seq > ? and q.seq <= ?
            order by q.seq
            """;

    /** Some databases have a column's new value from its assignment on, so the minute that is remembered is set last. */
    private static final String ADVANCE = """
            update rerun_lane
            set previous_count = case
                    when recent_minute = %1$s then previous_count
                    when recent_minute = %1$s - 1 then recent_count
                    else 0 end,
                recent_count = case when recent_minute = %1$s then recent_count else 0 end + ?,
                recent_minute = %1$s,
                watermark = ?, done = done + ?, failed = failed + ?, held = held + ?,
                items_created = items_created + ?, items_retained = items_retained + ?
            where rerun_id = ? and lane = ?
            """;

    private final Session session;
    private final Names.View names;
    private final EntryTable table;
    private final Failures failures;
    private final boolean known;

    /** Known are the statements and tables of a transaction if neither logic adds statements nor a host tables of its own. */
    JdbcLanes(Session session, Names.View names, Tables tables, boolean known) {
        this.known = known;
        this.session = session;
        this.names = names;
        this.table = tables.entries();
        this.failures = new Failures(session, table.key());
    }

    /** All lanes of a run, ascending by number. */
    static List<Lane> of(Session session, long rerunId) {
        return session.list(ALL, parameters -> parameters.number(rerunId), JdbcLanes::readLane);
    }

    @Override
    public Optional<Lane> claim(long rerunId, int from, int end) {
        findByIndex();
        return session.first(
                CLAIM, parameters -> parameters.number(rerunId).integer(from).integer(end), JdbcLanes::readLane);
    }

    @Override
    public Optional<Lane> lock(long rerunId, int number) {
        findByIndex();
        return session.first(LOCK, parameters -> parameters.number(rerunId).integer(number), JdbcLanes::readLane);
    }

    /** From here on the transaction works on a lane. */
    private void findByIndex() {
        if (known) {
            session.findByIndex();
        }
    }

    @Override
    public Optional<Lane> find(long rerunId, int number) {
        return session.first(FIND, parameters -> parameters.number(rerunId).integer(number), JdbcLanes::readLane);
    }

    @Override
    public List<Lane> open(long rerunId, int limit) {
        return session.list(OPEN, parameters -> parameters.number(rerunId).integer(limit), JdbcLanes::readLane);
    }

    @Override
    public List<QueuedEntry> read(Lane lane, int limit) {
        EntryRow entry = new EntryRow(table);
        Fragment ofApp = table.app().ofRun("e", lane.rerunId());
        return session.list(
                READ.formatted(
                        table.orderingKey().in("e"),
                        entry.selected(),
                        table.key().entries(),
                        table.name(),
                        ofApp.sql(),
                        table.id().in("e"),
                        table.id().fromOwn("q.entry_id")),
                parameters -> parameters
                        .number(lane.rerunId())
                        .all(ofApp.binding())
                        .number(lane.rerunId())
                        .integer(lane.number())
                        .number(lane.watermark())
                        .number(Math.min(lane.watermark() + limit, lane.gate())),
                row -> read(row, entry));
    }

    @Override
    public void park(Lane lane, List<ParkedEntry> entries) {
        failures.add(lane, entries);
    }

    @Override
    public void advance(Lane lane, LaneProgress progress) {
        String minute = session.dialect().minuteOf(session.dialect().statementTime());
        long rows = session.update(ADVANCE.formatted(minute), parameters -> parameters
                .number(progress.done() + progress.failed())
                .number(progress.watermark())
                .number(progress.done())
                .number(progress.failed())
                .number(progress.held())
                .number(progress.created())
                .number(progress.retained())
                .number(lane.rerunId())
                .integer(lane.number()));
        if (rows != 1) {
            throw new StoreException(
                    "rerun " + lane.rerunId() + " has no lane " + lane.number() + "; was the run deleted?", null);
        }
    }

    @Override
    public Map<String, String> failedKeys(Lane lane, Collection<String> orderingKeys) {
        return failures.failedKeys(lane, orderingKeys);
    }

    @Override
    public void openAll(long rerunId) {
        session.update(OPEN_ALL, parameters -> parameters.number(rerunId));
    }

    @Override
    public List<FailedEntry> parked(long rerunId, @Nullable FailedEntry after, int limit) {
        return failures.list(rerunId, after, limit);
    }

    @Override
    public List<FailureCause> causes(long rerunId, int limit) {
        return failures.causes(rerunId, limit);
    }

    @Override
    public long requeue(Run run, @Nullable Collection<String> entryIds) {
        return new Requeue(session, names, table, failures).requeue(run, entryIds);
    }

    static Lane readLane(Row row) throws SQLException {
        return new Lane(row.number(), row.integer(), row.number(), row.number(), row.number());
    }

    private QueuedEntry read(Row row, EntryRow entry) throws SQLException {
        long sequence = row.number();
        String id = row.text();
        String app = names.apps().name(row.integer());
        boolean there = row.integer() == 1;
        if (!there) {
            return new QueuedEntry(sequence, id, null);
        }
        return new QueuedEntry(sequence, id, entry.read(row, new Scope(app, names), id));
    }
}
