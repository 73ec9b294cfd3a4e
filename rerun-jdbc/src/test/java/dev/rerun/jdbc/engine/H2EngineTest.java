package dev.rerun.jdbc.engine;

import dev.rerun.core.spi.RerunStore;
import dev.rerun.jdbc.JdbcSchema;
import dev.rerun.jdbc.JdbcStore;
import dev.rerun.testkit.HostTables;
import java.util.UUID;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;

class H2EngineTest extends EngineTest {
    private final JdbcConnectionPool database =
            JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "");
    private final HostTables host = new DefaultSchemaHost(database);
    private final RerunStore store;

    H2EngineTest() {
        JdbcSchema.of(database).createOrUpgrade();
        store = JdbcStore.on(database);
    }

    @AfterEach
    void dispose() {
        database.dispose();
    }

    @Override
    RerunStore store() {
        return store;
    }

    @Override
    HostTables host() {
        return host;
    }
}
