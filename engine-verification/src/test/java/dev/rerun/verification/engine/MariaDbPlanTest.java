package dev.rerun.verification.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.RerunEngines;
import dev.rerun.jdbc.JdbcSchema;
import dev.rerun.jdbc.JdbcStore;
import dev.rerun.servers.MariaDbDatabase;
import dev.rerun.servers.MariaDbServer;
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
class MariaDbPlanTest {
    private static final int ROWS = 50_000;

    private static final List<String> FILL = List.of("""
            insert into activity_entry
            select 1, seq, concat('key ', seq %% 1250), timestamp '2026-05-01 00:00:00' + interval 40 * seq second,
                timestamp '2026-05-01 00:00:00' + interval 40 * seq second, 1, seq
            from seq_1000_to_%1$d
            """.formatted(ROWS), """
            insert into activity_outcome
            select 1, seq, 0, 'PROCESSED', 1, 'billed', utc_timestamp(6), 1 from seq_1000_to_%1$d
            """.formatted(ROWS), """
            insert into register_item
            select 1, concat(seq, ':fee'), 1, concat('key ', seq %% 1250),
                timestamp '2026-05-01 00:00:00' + interval 40 * seq second, 1, 'EUR', 1,
                null, null, false, seq, 1, case when seq %% 50 = 0 then 'INV' end, null, 1
            from seq_1000_to_%1$d
            """.formatted(ROWS));

    @SuppressWarnings("NullAway.Init") // before each test
    private MariaDbDatabase database;

    @BeforeEach
    void open() throws SQLException {
        database =
                MariaDbServer.shared().database(source -> JdbcSchema.of(source).createOrUpgrade());
        execute("set global userstat = on");
    }

    @AfterEach
    void drop() throws SQLException {
        execute("set global userstat = off");
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

    /** How many rows of the large tables were read, in passing or by a key. */
    private long rowsRead() throws SQLException {
        try (Connection connection = database.source().getConnection();
                Statement statement = connection.createStatement();
                ResultSet result =
                        statement.executeQuery("select sum(rows_read) from information_schema.table_statistics"
                                + " where table_schema = database()"
                                + " and table_name in ('activity_entry', 'register_item')")) {
            result.next();
            return result.getLong(1);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aWorkersBatchReadsNoMoreThanItsRows(boolean analyzed) throws SQLException {
        try (RerunEngine engine = engine(database.source()).build()) {
            engine.process(List.of(EngineFixture.entry(1, EngineFixture.day(-20))));
            if (!analyzed) {
                // The optimizer goes on to take the tables for as small as they are now.
                execute("alter table activity_entry stats_auto_recalc = 0");
                execute("alter table register_item stats_auto_recalc = 0");
                execute("analyze table activity_entry, register_item");
            }
            for (String fill : FILL) {
                execute(fill);
            }
            if (analyzed) {
                execute("analyze table activity_entry, activity_outcome, register_item");
            }
            long id =
                    engine.start(EngineFixture.CUTOFF.minusSeconds(86_400 * 10)).id();
            long before = rowsRead();
            try (RerunEngine worker = engine(database.source()).workers(2).build()) {
                RerunReport report = worker.find(id).orElseThrow().await(EngineFixture.LONG);
                assertThat(report.status()).isEqualTo(RerunStatus.COMPLETED);
                assertThat(rowsRead() - before).isPositive().isLessThan(report.total() * 10);
            }
        }
    }

    @Test
    void firstProcessingReadsNoMoreThanItsRowsWhileTheTablesGrow() throws SQLException {
        int entries = 15_000;
        try (HikariDataSource pool = TestStore.pool(database.source());
                RerunEngine engine = engine(pool).build()) {
            engine.process(IntStream.rangeClosed(1, entries)
                    .mapToObj(id -> EngineFixture.entry(id, EngineFixture.day(2)))
                    .toList());
        }
        assertThat(rowsRead()).isLessThan(entries * 20L);
    }
}
