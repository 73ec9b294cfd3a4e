package dev.rerun.verification.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.api.Actor;
import dev.rerun.api.FailedEntry;
import dev.rerun.api.Rerun;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunOptions;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunRequest;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.RerunEngines;
import dev.rerun.jdbc.JdbcSchema;
import dev.rerun.jdbc.JdbcStore;
import dev.rerun.servers.PostgresDatabase;
import dev.rerun.servers.PostgresServer;
import dev.rerun.testkit.SettableClock;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the server's own counters say of the rows that commands read: they are in proportion to the run, and not to the tables,
 * which hold the like of many runs, whether or not the planner knows how large they are.
 */
class PostgresSteeringPlanTest {
    private static final int ROWS = 50_000;

    /** The entries of the run itself. */
    private static final int ENTRIES = 500;

    /** The last {@link #ENTRIES} of the filled entries are after it. */
    private static final Instant CUTOFF = Instant.parse("2026-06-01T00:00:00Z").plusSeconds(10L * (ROWS - ENTRIES));

    /** Its own queue, outcomes, items and archive, each read and written a few times. */
    private static final long MOST_ROWS_OF_AN_ENTRY = 16;

    private static final List<String> FILL = List.of(
            """
            insert into activity_entry
            select 1, g, 'key ' || g %% 500, timestamptz '2026-06-01 00:00Z' + g * interval '10 s',
                timestamptz '2026-06-01 00:00Z' + g * interval '10 s', 1, g::text
            from generate_series(1, %1$d) g
            """,
            """
            insert into activity_outcome
            select 1, g, r.id, 'PROCESSED', 1, 'billed', now(), 1 from generate_series(1, %1$d) g, (values (0), (17)) r(id)
            """,
            """
            insert into register_item
            select 1, g || ':fee', 1, 'key ' || g %% 500, timestamptz '2026-06-01 00:00Z' + g * interval '10 s', 1, 'EUR', 1,
                null, null, false, g, 1, null, null, 1
            from generate_series(1, %1$d) g
            """,
            // What an earlier run left.
            "insert into rerun_entry select 17, g %% 64, g / 64, g from generate_series(64, %1$d) g",
            """
            insert into rerun_failure
            select 17, g %% 64, g / 64, g, 'no price', now(), 'key ' || g %% 500, false, 'no price', 1, false
            from generate_series(64, %1$d) g
            """,
            "insert into rerun_archived_item select 17, i.* from register_item i");

    private final ScriptedLogic logic = new ScriptedLogic();

    @SuppressWarnings("NullAway.Init") // before each test
    private PostgresDatabase database;

    @SuppressWarnings("NullAway.Init") // before each test
    private PostgresCounters counters;

    @SuppressWarnings("NullAway.Init") // before each test
    private RerunEngine engine;

    @BeforeEach
    void open() throws SQLException {
        database = PostgresServer.shared()
                .database("rerun", source -> JdbcSchema.of(source).createOrUpgrade());
        counters = new PostgresCounters(database.source());
        engine = builder().workers(0).build();
        engine.process(List.of(EngineFixture.entry(1_000_000, EngineFixture.day(-40))));
        for (String fill : FILL) {
            counters.execute(fill.formatted(ROWS));
        }
    }

    @AfterEach
    void drop() {
        engine.close();
        database.close();
    }

    private RerunEngines.Builder builder() {
        return RerunEngines.builder()
                .app(EngineFixture.APP)
                .store(JdbcStore.on(database.source()))
                .contracts(EngineFixture.rate("v1", "0.10"))
                .logic(logic)
                .clock(new SettableClock(EngineFixture.NOW))
                .workers(2);
    }

    private void analyzed(boolean analyzed) throws SQLException {
        if (analyzed) {
            counters.execute("analyze");
        }
    }

    /** Rows of all large tables that were read, in passing or because an index led there. */
    private long rowsRead() throws SQLException {
        return counters.sum(
                "seq_tup_read + coalesce(idx_tup_fetch, 0)",
                "activity_entry",
                "activity_outcome",
                "register_item",
                "rerun_entry",
                "rerun_failure",
                "rerun_archived_item");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aPlanAStartACancelAndAPurgeReadNoMoreThanTheirRun(boolean analyzed) throws SQLException {
        analyzed(analyzed);
        long unplanned = rowsRead();

        assertThat(engine.plan(RerunRequest.after(CUTOFF).with(RerunOptions.DEFAULT.limit(ENTRIES - 1)))
                        .itemsToDelete())
                .isEqualTo(ENTRIES - 1);

        // All items are counted by the reason for which they stay, and the planner may go through the entries once.
        long planned = rowsRead();
        assertThat(planned - unplanned).isLessThan(2 * ROWS + MOST_ROWS_OF_AN_ENTRY * ENTRIES);

        long id = engine.start(CUTOFF).id();

        assertThat(rowsRead() - planned).isLessThan(ROWS + MOST_ROWS_OF_AN_ENTRY * ENTRIES);
        counters.execute(
                "update rerun_archived_item set amount = 2 where archived_by = " + id + " and entry_id % 100 = 0");
        long before = rowsRead();

        assertThat(engine.find(id).orElseThrow().lostEdits(null, 100)).hasSize(ENTRIES / 100);

        long listed = rowsRead();
        assertThat(listed - before).isLessThan(2L * ENTRIES);

        assertThat(engine.cancel(id, Actor.HOST).itemsPutBack()).isEqualTo(ENTRIES);

        long cancelled = rowsRead();
        assertThat(cancelled - listed).isLessThan(MOST_ROWS_OF_AN_ENTRY * ENTRIES);

        assertThat(engine.purge(EngineFixture.APP, Duration.ZERO)).isEqualTo(1);

        assertThat(rowsRead() - cancelled).isLessThan(MOST_ROWS_OF_AN_ENTRY * ENTRIES);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aCancelOfARunThatIsHalfDoneReadsNoMoreThanItsRun(boolean analyzed) throws SQLException {
        analyzed(analyzed);
        for (int id = ROWS - ENTRIES + 1; id <= ROWS - ENTRIES / 2; id += 2) {
            logic.failOn(Integer.toString(id), () -> new IllegalStateException("no price"));
        }
        Rerun run = engine.start(RerunRequest.after(CUTOFF)
                .with(RerunOptions.DEFAULT.firstOnly(ENTRIES / 2).pauseWhenFailing(1, 1)));
        try (RerunEngine worker = builder().build()) {
            Awaitility.await()
                    .atMost(EngineFixture.LONG)
                    .until(() -> worker.find(run.id()).orElseThrow().report().status() == RerunStatus.PAUSED);
        }
        assertThat(run.report().failed()).isEqualTo(ENTRIES / 4);
        long before = rowsRead();

        assertThat(engine.cancel(run.id(), Actor.HOST).itemsPutBack()).isEqualTo(ENTRIES * 3 / 4);

        assertThat(rowsRead() - before).isLessThan(MOST_ROWS_OF_AN_ENTRY * ENTRIES);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRetryReadsNoMoreThanItsRun(boolean analyzed) throws SQLException {
        analyzed(analyzed);
        for (int id = 1; id <= ROWS; id++) {
            if (id > ROWS - ENTRIES && id % 2 == 0) {
                logic.failOn(Integer.toString(id), () -> new IllegalStateException("no price"));
            }
        }
        Rerun run = engine.start(RerunRequest.after(CUTOFF)
                .with(RerunOptions.DEFAULT.holdingFailedKeys().pauseWhenFailing(1, 1)));
        try (RerunEngine worker = builder().build()) {
            assertThat(worker.find(run.id())
                            .orElseThrow()
                            .await(EngineFixture.LONG)
                            .failed())
                    .isPositive();
        }
        RerunReport report = run.report();
        long parked = report.failed() + report.held();
        long before = rowsRead();

        FailedEntry last = null;
        int listed = 0;
        while (true) {
            List<FailedEntry> page = run.failures(last, 100);
            if (page.isEmpty()) {
                break;
            }
            listed += page.size();
            last = page.get(page.size() - 1);
        }
        assertThat(listed).isEqualTo((int) parked);
        assertThat(run.failureCauses()).hasSize(1);

        long read = rowsRead();
        assertThat(read - before).isLessThan(8 * parked);

        engine.retryFailed(run.id(), Actor.HOST);

        assertThat(rowsRead() - read).isLessThan(MOST_ROWS_OF_AN_ENTRY * parked);
    }

    @Test
    void aReportReadsNoEntries() throws SQLException {
        Rerun run = engine.start(CUTOFF);
        long before = rowsRead();

        assertThat(run.report().remaining()).isEqualTo(ENTRIES);
        assertThat(engine.history(EngineFixture.APP)).hasSize(1);

        assertThat(rowsRead()).isEqualTo(before);
    }
}
