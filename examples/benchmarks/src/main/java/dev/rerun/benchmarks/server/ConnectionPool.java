package dev.rerun.benchmarks.server;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;

/** Connections as a host's application has them. */
public final class ConnectionPool {
    private ConnectionPool() {}

    /** A pool of at most so many connections; whoever asks for it closes it. */
    public static HikariDataSource of(DataSource database, int connections) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(database);
        config.setMaximumPoolSize(connections);
        return new HikariDataSource(config);
    }
}
