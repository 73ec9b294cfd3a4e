package dev.rerun.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.rerun.servers.PostgresDatabase;
import dev.rerun.servers.PostgresServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A rerun that is cancelled leaves just what was done, and everything else as it was; at random points of the scenario. */
class CancelPointsTest {
    private static final Logger LOG = LoggerFactory.getLogger(CancelPointsTest.class);
    private static final NaiveScenario.Settings SETTINGS = NaiveScenario.Settings.defaults();
    private static final int SMALL_BATCH = 20;
    private static final int USUAL_BATCH = 500;
    private static final int FEW_POINTS = 10;
    private static final int POINTS = 50;

    @Test
    void onTheSampleInH2() throws Exception {
        try (MemoryDatabase database = new MemoryDatabase(4)) {
            cancelSample(database.dataSource(), 1);
        }
    }

    @Test
    void onTheSampleInPostgres() throws Exception {
        try (PostgresDatabase database = PostgresServer.shared().database();
                HikariDataSource pool = pool(database)) {
            cancelSample(pool, 2);
        }
    }

    private static void cancelSample(DataSource database, long seed) throws Exception {
        NaiveScenario naive = new NaiveScenario(SETTINGS, SampleTest.rows()).run();
        List<Long> points = new CancelPoints(database, naive)
                .run(InvoiceFile.bundledSample(), SETTINGS, SMALL_BATCH, FEW_POINTS, new Random(seed));
        assertThat(points).as("lines done at each point").hasSize(FEW_POINTS).doesNotContain((long) naive.queued);
    }

    /** Fifty points of the whole data set, for those who have it, as {@link FullFileTest} says. */
    @Test
    @EnabledIfSystemProperty(named = FullFileTest.PATH, matches = ".+")
    void onTheWholeFileInPostgres() throws Exception {
        Path file = Path.of(System.getProperty(FullFileTest.PATH));
        NaiveScenario naive = new NaiveScenario(SETTINGS, NaiveRows.readGzip(file)).run();
        assertThat(NaiveScenario.sha256(naive.after)).isEqualTo(FullFileTest.AFTER);
        try (PostgresServer server = PostgresServer.start();
                PostgresDatabase database = server.database();
                HikariDataSource pool = pool(database)) {
            List<Long> points = new CancelPoints(pool, naive)
                    .run(InvoiceFile.of(file), SETTINGS, USUAL_BATCH, POINTS, new Random(3));
            LOG.info("Lines done at each point: {}", points);
        }
    }

    private static HikariDataSource pool(PostgresDatabase database) {
        HikariDataSource pool = new HikariDataSource();
        pool.setDataSource(database.source());
        pool.setMaximumPoolSize(10);
        return pool;
    }
}
