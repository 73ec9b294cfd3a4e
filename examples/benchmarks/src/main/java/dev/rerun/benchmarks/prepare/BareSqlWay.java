package dev.rerun.benchmarks.prepare;

import dev.rerun.benchmarks.history.Dataset;
import dev.rerun.benchmarks.measure.Measured;
import dev.rerun.benchmarks.workload.Window;
import dev.rerun.core.spi.PrepareCounts;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** The same work as {@link BareSql} does it, in one transaction. */
public final class BareSqlWay implements Way {
    private static final long RUN = 100_000;
    private static final int APP_ID = 1;
    private static final Window WINDOW = new Window(Dataset.APP, Dataset.CUTOFF, Dataset.NOW, Dataset.RETENTION);

    @Override
    public String name() {
        return "bare SQL";
    }

    @Override
    public Measured prepare(DataSource filled) throws SQLException {
        try (Connection connection = filled.getConnection()) {
            connection.setAutoCommit(false);
            return Measured.of(() -> {
                PrepareCounts counts = new BareSql(connection, WINDOW, APP_ID).prepare(RUN, Dataset.LANES);
                connection.commit();
                return counts;
            });
        }
    }
}
