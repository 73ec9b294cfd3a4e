package dev.rerun.quickstart;

import javax.sql.DataSource;

/** Where the scenario takes place. */
interface ScenarioDatabase extends AutoCloseable {
    /** Connections to it, from a pool. */
    DataSource dataSource();

    @Override
    void close();
}
