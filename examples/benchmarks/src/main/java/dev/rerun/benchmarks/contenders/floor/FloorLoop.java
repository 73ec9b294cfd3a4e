package dev.rerun.benchmarks.contenders.floor;

import dev.rerun.benchmarks.contenders.BatchWork;
import dev.rerun.benchmarks.contenders.ResultWriter;
import dev.rerun.benchmarks.contenders.SelectedEntries;
import dev.rerun.benchmarks.contenders.Stopwatch;
import dev.rerun.benchmarks.contenders.Task;
import dev.rerun.benchmarks.workload.Entry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * The hand-tuned loop of one thread, on a connection of its own. A batch is one read of a range, the logic inline, two writes of
 * many rows, one progress row and a commit. Statements are planned once, by the only way that is right for short ranges.
 *
 * <p>Left out is what makes a loop fit for work: it cannot be paused or cancelled, a value that the database refuses ends it, no
 * entry fails alone, nobody is told anything, and logic is trusted to end.
 */
final class FloorLoop implements AutoCloseable {
    private static final String BY_INDEX = """
            set plan_cache_mode = force_generic_plan;
            set enable_seqscan = off;
            set enable_hashjoin = off;
            set enable_mergejoin = off
            """;

    private static final String READ = """
            select %s
            from rerun_entry q
            join activity_entry e on e.app_id = ? and e.id = q.entry_id
            where q.rerun_id = ? and q.lane = ? and q.seq > ? and q.seq <= ?
            order by q.seq
            """.formatted(SelectedEntries.COLUMNS);

    /** The lane is held from here to the commit. */
    private static final String ADVANCE = """
            update rerun_lane set watermark = ?, done = done + ? where rerun_id = ? and lane = ? and watermark = ?
            """;

    private final Connection connection;
    private final Task task;
    private final Stopwatch watch;
    private final BatchWork work;
    private final ResultWriter writer;
    private final PreparedStatement read;
    private final PreparedStatement advance;

    @SuppressWarnings("MustBeClosed") // with the loop
    FloorLoop(DataSource database, Task task, ResultWriter.Factory writers, Stopwatch watch) throws SQLException {
        this.connection = database.getConnection();
        try (Statement statement = connection.createStatement()) {
            statement.execute(BY_INDEX);
        }
        connection.setAutoCommit(false);
        this.task = task;
        this.watch = watch;
        this.work = new BatchWork(task);
        this.writer = writers.on(connection, task);
        this.read = connection.prepareStatement(READ);
        this.advance = connection.prepareStatement(ADVANCE);
        connection.commit();
    }

    /** Works on a lane from its watermark up to a number, and returns how many entries there were. */
    long work(int lane, long watermark, long upTo, int batchSize) throws SQLException {
        long done = 0;
        for (long from = watermark; from < upTo; from += batchSize) {
            done += batch(lane, from, Math.min(upTo, from + batchSize));
        }
        return done;
    }

    /** Who comes second, as happens to messages that are sent again, waits for the first and then finds nothing to do. */
    private long batch(int lane, long from, long to) throws SQLException {
        if (!advance(lane, from, to)) {
            connection.rollback();
            return 0;
        }
        List<Entry> entries = read(lane, from, to);
        work.run(connection, entries, writer);
        connection.commit();
        watch.result();
        return entries.size();
    }

    private List<Entry> read(int lane, long from, long to) throws SQLException {
        List<Entry> entries = new ArrayList<>((int) (to - from));
        read.setInt(1, task.app());
        read.setLong(2, task.rerun());
        read.setInt(3, lane);
        read.setLong(4, from);
        read.setLong(5, to);
        try (ResultSet row = read.executeQuery()) {
            while (row.next()) {
                entries.add(SelectedEntries.read(row));
            }
        }
        return entries;
    }

    private boolean advance(int lane, long from, long to) throws SQLException {
        advance.setLong(1, to);
        advance.setLong(2, to - from);
        advance.setLong(3, task.rerun());
        advance.setInt(4, lane);
        advance.setLong(5, from);
        return advance.executeUpdate() == 1;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
