package dev.rerun.verification.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.api.RegisterItem;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunReport;
import dev.rerun.core.RerunEngines;
import dev.rerun.jdbc.JdbcSchema;
import dev.rerun.jdbc.JdbcStore;
import dev.rerun.testkit.SettableClock;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Batches that are larger than what a database on disk keeps of a result in memory. */
class LargeBatchTest {
    private static final int ITEMS = 3_000;

    @Test
    void areArchivedWholeOnH2OnDisk(@TempDir Path directory) {
        JdbcConnectionPool database = JdbcConnectionPool.create(
                "jdbc:h2:file:" + directory.resolve("register") + ";MAX_MEMORY_ROWS=100", "sa", "");
        try {
            JdbcSchema.of(database).createOrUpgrade();
            areArchivedWhole(database);
        } finally {
            database.dispose();
        }
    }

    @Test
    void areArchivedWholeOnPostgresql() {
        try (TestStore.Database database = TestStore.POSTGRESQL.openDatabase()) {
            areArchivedWhole(database.source());
        }
    }

    @Test
    void areArchivedWholeOnMariadb() {
        try (TestStore.Database database = TestStore.MARIADB.openDatabase()) {
            areArchivedWhole(database.source());
        }
    }

    private static void areArchivedWhole(DataSource database) {
        DefaultSchemaHost host = new DefaultSchemaHost(database);
        try (RerunEngine engine = RerunEngines.builder()
                .app(EngineFixture.APP)
                .store(JdbcStore.on(database))
                .contracts(EngineFixture.rate("v1", "0.10"))
                .logic(new ScriptedLogic())
                .clock(new SettableClock(EngineFixture.NOW))
                .build()) {
            engine.process(IntStream.rangeClosed(1, ITEMS)
                    .mapToObj(id -> EngineFixture.entry(id, EngineFixture.day(2)))
                    .toList());
            List<RegisterItem> before = host.items(EngineFixture.APP);

            RerunReport report = engine.start(EngineFixture.CUTOFF).await(EngineFixture.LONG);

            assertThat(report.itemsDeleted()).isEqualTo(ITEMS);
            assertThat(report.itemsCreated()).isEqualTo(ITEMS);
            assertThat(host.archived(report.id())).isEqualTo(before);
        }
    }
}
