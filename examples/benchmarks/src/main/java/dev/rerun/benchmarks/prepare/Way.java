package dev.rerun.benchmarks.prepare;

import dev.rerun.benchmarks.history.Dataset;
import dev.rerun.benchmarks.measure.Measured;
import java.sql.SQLException;
import javax.sql.DataSource;

/** One way to prepare a rerun after {@link Dataset#CUTOFF}. */
public interface Way {
    String name();

    /** Prepares in a filled database, and says what came of it and what it took. Only the preparing itself is timed. */
    Measured prepare(DataSource filled) throws SQLException;
}
