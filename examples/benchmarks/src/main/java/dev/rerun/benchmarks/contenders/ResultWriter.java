package dev.rerun.benchmarks.contenders;

import dev.rerun.benchmarks.workload.NewItem;
import dev.rerun.benchmarks.workload.StandingItem;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** One way to write what a batch came to, on one connection. */
public interface ResultWriter {
    /** Writes items, but for those in whose place another stands, which are returned by key. */
    Map<String, StandingItem> items(List<NewItem> items) throws SQLException;

    /** Writes the outcomes of a batch. */
    void outcomes(List<Outcome> outcomes) throws SQLException;

    /** Makes a way for a connection. */
    @FunctionalInterface
    interface Factory {
        ResultWriter on(Connection connection, Task task) throws SQLException;
    }
}
