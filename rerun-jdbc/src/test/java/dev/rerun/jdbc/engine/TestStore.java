package dev.rerun.jdbc.engine;

import dev.rerun.core.spi.RerunStore;
import dev.rerun.jdbc.JdbcSchema;
import dev.rerun.jdbc.JdbcStore;
import dev.rerun.testkit.HostTables;
import dev.rerun.testkit.InMemoryStore;
import java.util.UUID;
import org.h2.jdbcx.JdbcConnectionPool;

/** The kinds of stores that the engine is tested on. */
enum TestStore {
    IN_MEMORY {
        @Override
        Open open() {
            InMemoryStore store = new InMemoryStore();
            return new Open(store, store, () -> {});
        }
    },
    H2 {
        @Override
        Open open() {
            JdbcConnectionPool database = JdbcConnectionPool.create(
                    "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000", "sa", "");
            JdbcSchema.of(database).createOrUpgrade();
            return new Open(JdbcStore.on(database), new DefaultSchemaHost(database), database::dispose);
        }
    };

    /** An empty store, and what lies behind it. */
    record Open(RerunStore store, HostTables host, Runnable close) {}

    abstract Open open();
}
