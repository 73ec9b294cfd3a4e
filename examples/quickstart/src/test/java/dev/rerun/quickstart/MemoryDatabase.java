package dev.rerun.quickstart;

import com.zaxxer.hikari.HikariDataSource;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** A database in memory, a new one each time. */
final class MemoryDatabase implements AutoCloseable {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final HikariDataSource pool = new HikariDataSource();

    MemoryDatabase(int workers) {
        pool.setJdbcUrl("jdbc:h2:mem:quickstart" + COUNT.incrementAndGet() + ";QUERY_CACHE_SIZE=0");
        pool.setMaximumPoolSize(workers + 4);
    }

    DataSource dataSource() {
        return pool;
    }

    @Override
    public void close() {
        pool.close();
    }
}
