package dev.rerun.benchmarks.contenders;

import dev.rerun.benchmarks.workload.Workload;
import java.sql.SQLException;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * One who carries out a rerun: deletes and archives the eligible items, and calculates the entries again. All leave the same
 * register, archive and outcomes, and commit as durably as the server is set up to.
 */
public interface Contender {
    /** What people call it. */
    String name();

    /** What it is a variant of; of several variants the best counts. The name again if there is but one. */
    default String family() {
        return name();
    }

    /** How it works, in a sentence. */
    String description();

    /**
     * Carries out the whole rerun in a filled database, and says what it took. What can be set up before somebody asks for a rerun
     * is ready before the time runs: connections, workers, members of a consumer group.
     */
    Turn take(PGSimpleDataSource filled, Workload workload, int threads) throws SQLException;
}
