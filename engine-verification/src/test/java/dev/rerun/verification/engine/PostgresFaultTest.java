package dev.rerun.verification.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.zaxxer.hikari.HikariDataSource;
import dev.rerun.api.RegisterItem;
import dev.rerun.api.Rerun;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunStartFailedException;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.InProcessStream;
import dev.rerun.core.RerunEngines;
import dev.rerun.core.spi.StoreException;
import dev.rerun.jdbc.JdbcSchema;
import dev.rerun.jdbc.JdbcStore;
import dev.rerun.servers.PostgresDatabase;
import dev.rerun.servers.PostgresServer;
import dev.rerun.testkit.SettableClock;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults that a real PostgreSQL server has. */
class PostgresFaultTest {
    private static final int ENTRIES = 60;

    private static final String ITEMS = "register_item";

    private final PostgresDatabase database = PostgresServer.shared()
            .database("rerun", source -> JdbcSchema.of(source).createOrUpgrade());

    private final HikariDataSource pool = TestStore.pool(database.source());

    private DefaultSchemaHost host = new DefaultSchemaHost(database.source());

    @BeforeEach
    void bill() {
        try (RerunEngine engine = engine(pool, 0).build()) {
            assertThat(engine.process(IntStream.rangeClosed(1, ENTRIES)
                                    .mapToObj(id -> EngineFixture.entry(id, EngineFixture.day(2)))
                                    .toList())
                            .itemsCreated())
                    .isEqualTo(ENTRIES);
        }
    }

    @AfterEach
    void drop() {
        pool.close();
        database.close();
    }

    private static RerunEngines.Builder engine(DataSource source, int workers) {
        return RerunEngines.builder().app(EngineFixture.APP).store(JdbcStore.on(source)).stream(
                        new InProcessStream(Duration.ofMillis(10)))
                .contracts(EngineFixture.rate("v1", "0.10"))
                .logic(new ScriptedLogic())
                .clock(new SettableClock(EngineFixture.NOW))
                .lanes(4)
                .batchSize(5)
                .workers(workers);
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.source().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Makes inserts into a table do something first, the first so many times; sequences remember through rollbacks. */
    private void beforeInsert(String table, int times, String statement) throws SQLException {
        execute("create sequence trouble");
        execute("create function trouble() returns trigger language plpgsql as $$ begin" + " if nextval('trouble') <= "
                + times + " then " + statement + "; end if; return new; end $$");
        execute("create trigger trouble before insert on " + table + " for each row execute function trouble()");
    }

    private void isCompleted(RerunReport report) {
        assertThat(report.status()).isEqualTo(RerunStatus.COMPLETED);
        assertThat(report.done()).isEqualTo(ENTRIES);
        assertThat(report.itemsDeleted()).isEqualTo(ENTRIES);
        assertThat(report.itemsCreated()).isEqualTo(ENTRIES);
        // Each entry has ten times its number of units, at a tenth of a euro.
        assertThat(host.items(EngineFixture.APP))
                .extracting(
                        RegisterItem::uniqueKey,
                        item -> item.amount().stripTrailingZeros().toPlainString(),
                        RegisterItem::rerunId)
                .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, ENTRIES)
                        .mapToObj(id -> tuple(id + ":fee", Integer.toString(id), report.id()))
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"rerun_app_lane", "rerun", "rerun_entry", "rerun_lane", "rerun_archived_item"})
    void aConnectionThatIsLostInAPhaseOfTheStartFailsItCleanlyOrIsMadeGood(String table) throws SQLException {
        List<RegisterItem> before = host.items(EngineFixture.APP);
        if (table.equals("rerun_app_lane")) {
            execute("delete from rerun_app_lane");
        }
        beforeInsert(table, 1, "perform pg_terminate_backend(pg_backend_pid())");
        try (RerunEngine engine = engine(pool, 2).build()) {
            Rerun rerun;
            try {
                rerun = engine.start(EngineFixture.CUTOFF);
            } catch (RerunStartFailedException e) {
                assertThat(e).hasMessageContaining("changed nothing");
                assertThat(host.items(EngineFixture.APP)).isEqualTo(before);
                rerun = engine.start(EngineFixture.CUTOFF);
            }
            isCompleted(rerun.await(EngineFixture.LONG));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {ITEMS, "activity_outcome"})
    void aWorkerWhoseConnectionIsLostGoesOnByItself(String table) throws SQLException {
        beforeInsert(table, 7, "perform pg_terminate_backend(pg_backend_pid())");
        try (RerunEngine engine = engine(pool, 2).build()) {
            isCompleted(engine.start(EngineFixture.CUTOFF).await(EngineFixture.LONG));
        }
    }

    @Test
    void aConflictThatTheServerReportsIsTriedAgain() throws SQLException {
        beforeInsert("rerun_archived_item", 3, "raise exception using errcode = '40P01'");
        try (RerunEngine engine = engine(pool, 2).build()) {
            isCompleted(engine.start(EngineFixture.CUTOFF).await(EngineFixture.LONG));
        }
    }

    @Test
    void aFullDiskFailsTheStartAndTheNextOneSucceedsWhenThereIsRoom() throws SQLException {
        List<RegisterItem> before = host.items(EngineFixture.APP);
        beforeInsert("rerun_archived_item", 1, "raise exception 'could not extend file' using errcode = '53100'");
        try (RerunEngine engine = engine(pool, 2).build()) {
            assertThatExceptionOfType(RerunStartFailedException.class)
                    .isThrownBy(() -> engine.start(EngineFixture.CUTOFF))
                    .withMessageContainingAll("changed nothing", "could not extend file", "disk is full");
            assertThat(host.items(EngineFixture.APP)).isEqualTo(before);

            isCompleted(engine.start(EngineFixture.CUTOFF).await(EngineFixture.LONG));
        }
    }

    @Test
    void workersGoOnByThemselvesWhenAFullDiskHasRoomAgain() throws SQLException {
        beforeInsert(ITEMS, 30, "raise exception 'could not extend file' using errcode = '53100'");
        try (RerunEngine engine = engine(pool, 2).build()) {
            isCompleted(engine.start(EngineFixture.CUTOFF).await(EngineFixture.LONG));
        }
    }

    @Test
    void aStatementTimeoutOfTheHostsFailsTheStartWithEverythingAsBefore() throws SQLException {
        List<RegisterItem> before = host.items(EngineFixture.APP);
        beforeInsert("rerun_archived_item", 1, "perform pg_sleep(30)");
        execute("alter database " + name() + " set statement_timeout = '500ms'");
        try (HikariDataSource hasty = TestStore.pool(database.source());
                RerunEngine engine = engine(hasty, 2).build()) {
            assertThatExceptionOfType(RerunStartFailedException.class)
                    .isThrownBy(() -> engine.start(EngineFixture.CUTOFF))
                    .withMessageContainingAll("57014", "statement timeout");
            assertThat(host.items(EngineFixture.APP)).isEqualTo(before);

            isCompleted(engine.start(EngineFixture.CUTOFF).await(EngineFixture.LONG));
        }
    }

    @Test
    void aLockTimeoutOfTheHostsEndsAStartThatWaitsForFirstProcessingInFlight() throws SQLException {
        execute("alter database " + name() + " set lock_timeout = '100ms'");
        try (HikariDataSource hasty = TestStore.pool(database.source());
                RerunEngine engine = engine(hasty, 2).build();
                HostSql inFlight = HostSql.begin(database.source())) {
            assertThat(inFlight.update("update rerun_app_lane set lane = lane")).isPositive();

            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> engine.start(EngineFixture.CUTOFF))
                    .withMessageContainingAll("another transaction was in the way", "55P03");
            assertThat(engine.history(EngineFixture.APP)).isEmpty();

            inFlight.commit();
            isCompleted(engine.start(EngineFixture.CUTOFF).await(EngineFixture.LONG));
        }
    }

    private String name() throws SQLException {
        try (Connection connection = database.source().getConnection();
                Statement statement = connection.createStatement();
                ResultSet name = statement.executeQuery("select current_database()")) {
            name.next();
            return name.getString(1);
        }
    }

    @Test
    void aServerThatIsKilledWhileARerunIsGoingDelaysItsEndAndChangesNothingElse() throws Exception {
        try (PostgresServer server = PostgresServer.startWithoutFsync();
                HikariDataSource mortal = TestStore.pool(server.database().source())) {
            JdbcSchema.of(mortal).createOrUpgrade();
            host = new DefaultSchemaHost(mortal);
            // First processing counts too.
            CountDownLatch half = new CountDownLatch(ENTRIES + ENTRIES / 2);
            try (RerunEngine engine = engine(mortal, 2)
                    .contracts(entry -> {
                        half.countDown();
                        return EngineFixture.rate("v1", "0.10").resolve(entry);
                    })
                    .build()) {
                engine.process(IntStream.rangeClosed(1, ENTRIES)
                        .mapToObj(id -> EngineFixture.entry(id, EngineFixture.day(2)))
                        .toList());
                Rerun rerun = engine.start(EngineFixture.CUTOFF);
                assertThat(half.await(30, TimeUnit.SECONDS)).isTrue();

                server.kill();
                server.restart();

                isCompleted(rerun.await(EngineFixture.LONG));
            }
        }
    }
}
