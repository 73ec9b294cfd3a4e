package dev.rerun.quickstart;

import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A database that the user names, and that stays. */
final class GivenDatabase implements ScenarioDatabase {
    private final HikariDataSource pool = new HikariDataSource();

    /** Connects when first used, with a connection for each worker and a few for the host. */
    GivenDatabase(String url, @Nullable String user, @Nullable String password, int workers) {
        pool.setJdbcUrl(url);
        if (user != null) {
            pool.setUsername(user);
        }
        if (password != null) {
            pool.setPassword(password);
        }
        pool.setPoolName("quickstart");
        pool.setMaximumPoolSize(workers + 4);
    }

    @Override
    public DataSource dataSource() {
        return pool;
    }

    @Override
    public void close() {
        pool.close();
    }
}
