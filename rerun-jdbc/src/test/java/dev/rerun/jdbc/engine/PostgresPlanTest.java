package dev.rerun.jdbc.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.RerunEngines;
import dev.rerun.jdbc.JdbcSchema;
import dev.rerun.jdbc.JdbcStore;
import dev.rerun.servers.PostgresDatabase;
import dev.rerun.servers.PostgresServer;
import dev.rerun.testkit.SettableClock;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server's own counters say of how the statements of a batch find their rows. */
class PostgresPlanTest {
    private static final int ROWS = 200_000;

    private static final List<String> FILL = List.of("""
            insert into activity_entry
            select 1, g, 'key ' || g %% 5000, timestamptz '2026-05-01 00:00Z' + g * interval '10 s',
                timestamptz '2026-05-01 00:00Z' + g * interval '10 s', 1, g::text
            from generate_series(1000, %1$d) g
            """.formatted(ROWS), """
            insert into activity_outcome
            select 1, g, 0, 'PROCESSED', 1, 'billed', now(), 1 from generate_series(1000, %1$d) g
            """.formatted(ROWS), """
            insert into register_item
            select 1, g || ':fee', 1, 'key ' || g %% 5000, timestamptz '2026-05-01 00:00Z' + g * interval '10 s', 1, 'EUR', 1,
                null, null, false, g, 1, case when g %% 50 = 0 then 'INV' end, null
            from generate_series(1000, %1$d) g
            """.formatted(ROWS));

    @SuppressWarnings("NullAway.Init") // before each test
    private PostgresDatabase database;

    @BeforeEach
    void open() {
        database = PostgresServer.shared()
                .database("rerun", source -> JdbcSchema.of(source).createOrUpgrade());
    }

    @AfterEach
    void drop() {
        database.close();
    }

    private static RerunEngines.Builder engine(DataSource source) {
        return RerunEngines.builder()
                .app(EngineFixture.APP)
                .store(JdbcStore.on(source))
                .contracts(EngineFixture.rate("v1", "0.10"))
                .logic(new ScriptedLogic())
                .clock(new SettableClock(EngineFixture.NOW))
                .workers(0);
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.source().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Rows that were read by going through a whole table. The connections whose work it counts are closed. */
    private long rowsReadInPassing() throws SQLException {
        try (Connection connection = database.source().getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select sum(seq_tup_read) from pg_stat_user_tables"
                        + " where relname in ('activity_entry', 'register_item')")) {
            result.next();
            return result.getLong(1);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aWorkersBatchGoesThroughNoWholeTable(boolean analyzed) throws SQLException {
        try (RerunEngine engine = engine(database.source()).build()) {
            engine.process(List.of(EngineFixture.entry(1, EngineFixture.day(-20))));
            for (String fill : FILL) {
                execute(fill);
            }
            if (analyzed) {
                execute("analyze");
            }
            long id =
                    engine.start(EngineFixture.CUTOFF.minusSeconds(86_400 * 10)).id();
            long before = rowsReadInPassing();
            try (RerunEngine worker = engine(database.source()).workers(2).build()) {
                assertThat(worker.find(id)
                                .orElseThrow()
                                .await(EngineFixture.LONG)
                                .status())
                        .isEqualTo(RerunStatus.COMPLETED);
            }
            assertThat(rowsReadInPassing()).isEqualTo(before);
        }
    }

    @Test
    void noPlanOutlivesTheSizeOfTheTablesItWasMadeFor() throws SQLException {
        int entries = 15_000;
        try (HikariDataSource pool = TestStore.pool(database.source());
                RerunEngine engine = engine(pool).build()) {
            engine.process(IntStream.rangeClosed(1, entries)
                    .mapToObj(id -> EngineFixture.entry(id, EngineFixture.day(2)))
                    .toList());
        }
        assertThat(rowsReadInPassing()).isLessThan(entries * 20L);
    }
}
