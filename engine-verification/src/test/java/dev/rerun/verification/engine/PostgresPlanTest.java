package dev.rerun.verification.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.rerun.api.Rerun;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.RerunEngines;
import dev.rerun.core.spi.ContractLogic;
import dev.rerun.jdbc.JdbcSchema;
import dev.rerun.jdbc.JdbcStore;
import dev.rerun.servers.PostgresDatabase;
import dev.rerun.servers.PostgresServer;
import dev.rerun.testkit.SettableClock;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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

    /** An entry itself, and some that its key or its transaction has beside it. By time alone it would be thousands. */
    private static final long MOST_ROWS_OF_AN_ENTRY = 3;

    private static final String[] BIG_TABLES = {"activity_entry", "register_item"};

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

    @SuppressWarnings("NullAway.Init") // before each test
    private PostgresCounters counters;

    @BeforeEach
    void open() {
        database = PostgresServer.shared()
                .database("rerun", source -> JdbcSchema.of(source).createOrUpgrade());
        counters = new PostgresCounters(database.source());
    }

    /** Takes a database with large tables in place of the empty one. */
    private void openLarge(boolean analyzed) throws SQLException {
        drop();
        database = PostgresServer.shared().database("rerun_large", PostgresPlanTest::fill);
        counters = new PostgresCounters(database.source());
        if (analyzed) {
            counters.execute("analyze");
        }
    }

    private static void fill(DataSource source) {
        JdbcSchema.of(source).createOrUpgrade();
        try (RerunEngine engine = engine(source).build()) {
            engine.process(List.of(EngineFixture.entry(1, EngineFixture.day(-20))));
        }
        PostgresCounters filled = new PostgresCounters(source);
        try {
            for (String table : List.of("activity_entry", "activity_outcome", "register_item")) {
                // Or some of the copies have statistics.
                filled.execute("alter table " + table + " set (autovacuum_enabled = false)");
            }
            for (String fill : FILL) {
                filled.execute(fill);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void drop() {
        database.close();
    }

    private static RerunEngines.Builder engine(DataSource source) {
        return engine(source, new ScriptedLogic());
    }

    private static RerunEngines.Builder engine(DataSource source, ContractLogic logic) {
        return RerunEngines.builder()
                .app(EngineFixture.APP)
                .store(JdbcStore.on(source))
                .contracts(EngineFixture.rate("v1", "0.10"))
                .logic(logic)
                .clock(new SettableClock(EngineFixture.NOW))
                .workers(0);
    }

    /** Rows that were read by going through a whole table. */
    private long rowsReadInPassing() throws SQLException {
        return counters.sum("seq_tup_read", BIG_TABLES);
    }

    /** Rows that were fetched because an index led there; the wrong index leads to many that the condition then drops. */
    private long rowsFetchedByIndex() throws SQLException {
        return counters.sum("idx_tup_fetch", BIG_TABLES);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aWorkersBatchGoesThroughNoWholeTable(boolean analyzed) throws SQLException {
        openLarge(analyzed);
        try (RerunEngine engine = engine(database.source()).build()) {
            Rerun run = engine.start(EngineFixture.CUTOFF.minusSeconds(86_400 * 10));
            long before = rowsReadInPassing();
            long fetchedBefore = rowsFetchedByIndex();
            long entries;
            try (RerunEngine worker = engine(database.source()).workers(2).build()) {
                entries = worked(run, worker);
            }
            assertThat(rowsReadInPassing()).isEqualTo(before);
            assertThat(rowsFetchedByIndex() - fetchedBefore).isBetween(entries, MOST_ROWS_OF_AN_ENTRY * entries);
        }
    }

    /** Tables are analyzed at different times. Each entry compared with each of those outcomes would take minutes. */
    @ParameterizedTest
    @ValueSource(strings = {"activity_entry", "activity_entry, activity_outcome"})
    void aStartComparesNoEntryWithEachOutcomeWithoutContract(String analyzed) throws SQLException {
        openLarge(false);
        counters.execute("update activity_outcome set status = 'NO_CONTRACT' where entry_id % 2 = 0");
        counters.execute("analyze " + analyzed);
        counters.execute("do $$ begin execute format('alter database %I set statement_timeout = 30000',"
                + " current_database()); end $$");
        Instant cutoff = EngineFixture.NOW.minus(45, ChronoUnit.DAYS);
        long after = counters.number("select count(*) from activity_entry where created_at > '" + cutoff + "'");
        long without =
                counters.number("select count(*) from activity_entry e join activity_outcome o on o.entry_id = e.id"
                        + " where o.status = 'NO_CONTRACT' and created_at > '" + cutoff + "'");
        assertThat(without).isGreaterThan(ROWS / 10);

        try (RerunEngine engine = engine(database.source()).build()) {
            assertThat(engine.start(cutoff).report().total()).isEqualTo(after - without);
        }
    }

    /** Plans stay with connections. */
    @Test
    void aWorkerThatBeganWithSmallTablesGoesThroughNoLargeOne() throws SQLException {
        int few = 20;
        long before;
        long fetchedBefore;
        long entries;
        try (HikariDataSource pool = TestStore.pool(database.source());
                RerunEngine engine = engine(database.source()).build()) {
            engine.process(IntStream.rangeClosed(1, few)
                    .mapToObj(id -> EngineFixture.entry(id, EngineFixture.day(2)))
                    .toList());
            counters.execute("analyze");
            Rerun small = engine.start(EngineFixture.day(1));
            try (RerunEngine worker = engine(pool).batchSize(1).workers(1).build()) {
                assertThat(worked(small, worker)).isEqualTo(few);
            }
            for (String fill : FILL) {
                counters.execute(fill);
            }
            Rerun large = engine.start(EngineFixture.CUTOFF.minusSeconds(86_400 * 10));
            int staying = pool.getHikariPoolMXBean().getTotalConnections();
            assertThat(staying).isPositive();
            before = counters.sumBeside(staying, "seq_tup_read", BIG_TABLES);
            fetchedBefore = counters.sumBeside(staying, "idx_tup_fetch", BIG_TABLES);
            try (RerunEngine worker = engine(pool).workers(1).build()) {
                entries = worked(large, worker);
            }
        }
        // What is left of the small run's counts comes late.
        assertThat(rowsReadInPassing() - before).isLessThan(MOST_ROWS_OF_AN_ENTRY * few);
        assertThat(rowsFetchedByIndex() - fetchedBefore).isBetween(entries, MOST_ROWS_OF_AN_ENTRY * (entries + few));
    }

    private static long worked(Rerun run, RerunEngine worker) {
        RerunReport report = worker.find(run.id()).orElseThrow().await(EngineFixture.LONG);
        assertThat(report.status()).isEqualTo(RerunStatus.COMPLETED);
        return report.total();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void firstProcessingFetchesByIndexHardlyMoreRowsThanItHasEntries(boolean analyzed) throws SQLException {
        openLarge(analyzed);
        int entries = 2_000;
        try (RerunEngine engine = engine(database.source(), new TieredLogic()).build()) {
            long before = rowsReadInPassing();
            long fetchedBefore = rowsFetchedByIndex();
            engine.process(IntStream.rangeClosed(1, entries)
                    .mapToObj(id -> EngineFixture.entry(
                            ROWS + id, "fresh " + id, EngineFixture.day(-10).plusSeconds(id)))
                    .toList());
            assertThat(rowsReadInPassing()).isEqualTo(before);
            assertThat(rowsFetchedByIndex() - fetchedBefore).isLessThan(MOST_ROWS_OF_AN_ENTRY * entries);
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
