package dev.rerun.benchmarks.contenders.floor;

import dev.rerun.benchmarks.contenders.Task;
import dev.rerun.benchmarks.prepare.BareSql;
import dev.rerun.core.RerunEngines;
import dev.rerun.core.spi.PrepareCounts;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Prepares by {@link BareSql} in one transaction, and queues before it commits. */
final class FloorPrepare {
    /** As an engine does it if nobody says otherwise. */
    static final int LANES = RerunEngines.Builder.DEFAULT_LANES;

    private static final String ENDS = "select lane, end_seq from rerun_lane where rerun_id = ? order by end_seq desc";

    private FloorPrepare() {}

    /**
     * A lane.
     *
     * @param number its number
     * @param end the number of its last entry
     */
    record Lane(int number, long end) {}

    /** Brings lanes to those who work on them, and returns when nothing of that can get lost. */
    interface Queueing {
        void queue(List<Lane> lanes);
    }

    static PrepareCounts run(DataSource database, Task task, Queueing queueing) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            PrepareCounts counts =
                    new BareSql(connection, task.workload().window(), task.app()).prepare(task.rerun(), LANES);
            queueing.queue(lanes(connection, task));
            connection.commit();
            return counts;
        }
    }

    /** The longest first, so that the threads end at about the same time. */
    private static List<Lane> lanes(Connection connection, Task task) throws SQLException {
        List<Lane> lanes = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(ENDS)) {
            statement.setLong(1, task.rerun());
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    lanes.add(new Lane(result.getInt(1), result.getLong(2)));
                }
            }
        }
        return lanes;
    }
}
