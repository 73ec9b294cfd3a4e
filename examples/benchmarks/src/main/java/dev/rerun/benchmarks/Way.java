package dev.rerun.benchmarks;

import java.sql.SQLException;
import javax.sql.DataSource;

/** One way to prepare a rerun after {@link Dataset#CUTOFF}. */
interface Way {
    String name();

    /** Prepares in a filled database, and says what came of it and what it took. Only the preparing itself is timed. */
    Measured prepare(DataSource filled) throws SQLException;
}
