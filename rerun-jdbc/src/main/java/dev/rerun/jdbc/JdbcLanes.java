package dev.rerun.jdbc;

import dev.rerun.api.ActivityEntry;
import dev.rerun.core.spi.Lane;
import dev.rerun.core.spi.LaneProgress;
import dev.rerun.core.spi.Lanes;
import dev.rerun.core.spi.ParkedEntry;
import dev.rerun.core.spi.QueuedEntry;
import dev.rerun.core.spi.StoreException;
import dev.rerun.jdbc.Dialect.Column;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The tables rerun_lane, rerun_entry and rerun_failure. */
final class JdbcLanes implements Lanes {
    private static final String COLUMNS = "rerun_id, lane, watermark, end_seq";

    /** One row is locked and no more; lanes that others hold are passed over without waiting. */
    private static final String CLAIM = """
            select %s from rerun_lane
            where rerun_id = ? and lane >= ? and lane < ? and watermark < end_seq
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

    private static final String OUTSTANDING = """
            select %s from rerun_lane
            where rerun_id = ? and watermark < end_seq
            order by lane
            limit ?
            """.formatted(COLUMNS);

    /** Numbers have no gaps, so a range of them is a limit that needs no sort. */
    private static final String READ = """
            select q.seq, q.entry_id, r.app_id, %s
            from rerun r
            join %s q on q.rerun_id = r.id
            left join %s e on %s and %s = %s
            where r.id = ? and q.lane = ? and q.seq > ? and q.seq <= ?
            order by q.seq
            """;

    private static final String ADVANCE = """
            update rerun_lane
            set watermark = ?, done = done + ?, failed = failed + ?, items_created = items_created + ?,
                items_retained = items_retained + ?
            where rerun_id = ? and lane = ?
            """;

    private final Session session;
    private final Names.View names;
    private final EntryTable table;

    JdbcLanes(Session session, Names.View names, Tables tables) {
        this.session = session;
        this.names = names;
        this.table = tables.entries();
    }

    @Override
    public Optional<Lane> claim(long rerunId, int from, int end) {
        return session.first(
                CLAIM, parameters -> parameters.number(rerunId).integer(from).integer(end), JdbcLanes::readLane);
    }

    @Override
    public Optional<Lane> lock(long rerunId, int number) {
        return session.first(LOCK, parameters -> parameters.number(rerunId).integer(number), JdbcLanes::readLane);
    }

    @Override
    public Optional<Lane> find(long rerunId, int number) {
        return session.first(FIND, parameters -> parameters.number(rerunId).integer(number), JdbcLanes::readLane);
    }

    @Override
    public List<Lane> outstanding(long rerunId, int limit) {
        return session.list(
                OUTSTANDING, parameters -> parameters.number(rerunId).integer(limit), JdbcLanes::readLane);
    }

    @Override
    public List<QueuedEntry> read(Lane lane, int limit) {
        List<String> selected = new ArrayList<>();
        selected.addAll(table.orderingKey().of("e"));
        selected.addAll(table.occurredAt().of("e"));
        selected.addAll(table.createdAt().of("e"));
        selected.addAll(table.payload().of("e"));
        return session.list(
                READ.formatted(
                        String.join(", ", selected),
                        table.key().entries(),
                        table.name(),
                        table.app().ofRun("e"),
                        table.id().in("e"),
                        table.id().fromOwn("q.entry_id")),
                parameters -> parameters
                        .number(lane.rerunId())
                        .integer(lane.number())
                        .number(lane.watermark())
                        .number(lane.watermark() + limit),
                this::readEntry);
    }

    @Override
    public void park(Lane lane, List<ParkedEntry> entries) {
        Insert insert = new Insert(
                table.key().failures(),
                List.of(
                        new Column("rerun_id", "bigint"),
                        new Column("lane", "integer"),
                        new Column("seq", "bigint"),
                        table.key().column("entry_id"),
                        new Column("error", "varchar")),
                List.of(new Insert.Filled("failed_at", session.dialect().now())));
        session.insert(insert, entries, (parameters, entry) -> {
            parameters.number(lane.rerunId()).integer(lane.number()).number(entry.sequence());
            table.key().bind(parameters, entry.entryId());
            parameters.remark(ErrorText.held(entry.error()));
        });
    }

    @Override
    public void advance(Lane lane, LaneProgress progress) {
        long rows = session.update(ADVANCE, parameters -> parameters
                .number(progress.watermark())
                .number(progress.done())
                .number(progress.failed())
                .number(progress.created())
                .number(progress.retained())
                .number(lane.rerunId())
                .integer(lane.number()));
        if (rows != 1) {
            throw new StoreException(
                    "rerun " + lane.rerunId() + " has no lane " + lane.number() + "; was the run deleted?", null);
        }
    }

    static Lane readLane(Row row) throws SQLException {
        return new Lane(row.number(), row.integer(), row.number(), row.number());
    }

    private QueuedEntry readEntry(Row row) throws SQLException {
        long sequence = row.number();
        String id = row.text();
        String app = names.apps().name(row.integer());
        if (row.nextIsNull()) {
            return new QueuedEntry(sequence, id, null);
        }
        Scope scope = new Scope(app, names);
        return new QueuedEntry(
                sequence,
                id,
                new ActivityEntry(
                        app,
                        id,
                        table.orderingKey().read(row, scope),
                        table.occurredAt().read(row, scope),
                        table.createdAt().read(row, scope),
                        table.payload().read(row, scope)));
    }
}
