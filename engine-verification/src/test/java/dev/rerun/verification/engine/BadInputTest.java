package dev.rerun.verification.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.ProcessingReport;
import dev.rerun.api.RegisterItem;
import dev.rerun.api.Rerun;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunStartFailedException;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.InProcessStream;
import dev.rerun.core.RerunEngines;
import dev.rerun.core.spi.ParkedEntry;
import dev.rerun.core.spi.StoreException;
import dev.rerun.jdbc.JdbcStore;
import dev.rerun.testkit.SettableClock;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that refuse what they took a moment ago, and tables that take less than they used to. */
@ParameterizedClass
@EnumSource(value = TestStore.class, mode = EnumSource.Mode.EXCLUDE, names = "IN_MEMORY")
class BadInputTest {
    private static final String APP = EngineFixture.APP;
    private static final String ARCHIVE = "insert into rerun_archived_item";
    private static final String ITEMS = "insert into register_item";

    private static final String SERIALIZATION_FAILURE = "40001";
    private static final String DEADLOCK = "40P01";
    private static final String DISK_FULL = "53100";
    private static final String CANCELLED = "57014";

    @Parameter
    @SuppressWarnings("NullAway.Init") // set for each database
    TestStore kind;

    @SuppressWarnings("NullAway.Init") // before each test
    private TestStore.Database opened;

    @SuppressWarnings("NullAway.Init") // before each test
    private FailingStatements server;

    @SuppressWarnings("NullAway.Init") // before each test
    private DefaultSchemaHost host;

    @SuppressWarnings("NullAway.Init") // before each test
    private RerunEngine engine;

    @BeforeEach
    void open() {
        opened = kind.openDatabase();
        server = new FailingStatements(opened.source());
        host = new DefaultSchemaHost(opened.source());
        engine = engine(server.dataSource());
        assertThat(engine.process(entries(1, 10)).itemsCreated()).isEqualTo(10);
    }

    @AfterEach
    void close() {
        server.recover();
        engine.close();
        opened.close();
    }

    private static RerunEngine engine(DataSource database) {
        return RerunEngines.builder().app(APP).store(JdbcStore.on(database)).stream(
                        new InProcessStream(Duration.ofMillis(10)))
                .contracts(EngineFixture.rate("v1", "0.10"))
                .logic(new ScriptedLogic())
                .clock(new SettableClock(EngineFixture.NOW))
                .lanes(2)
                .batchSize(4)
                .workers(1)
                .build();
    }

    private static List<ActivityEntry> entries(int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(id -> EngineFixture.entry(id, EngineFixture.day(2)))
                .toList();
    }

    private void completes(Rerun rerun) {
        RerunReport report = rerun.await(EngineFixture.LONG);
        assertThat(report.status()).isEqualTo(RerunStatus.COMPLETED);
        assertThat(report.itemsDeleted()).isEqualTo(10);
        assertThat(report.itemsCreated()).isEqualTo(10);
        assertThat(host.items(APP)).hasSize(10).allSatisfy(item -> assertThat(item.rerunId())
                .isEqualTo(report.id()));
    }

    @ParameterizedTest
    @ValueSource(strings = {SERIALIZATION_FAILURE, DEADLOCK})
    void aConflictIsTriedAgainInEachPhase(String state) {
        server.fail(ITEMS, state, 6);
        assertThat(engine.process(entries(11, 12)).itemsCreated()).isEqualTo(2);
        assertThat(server.failed()).isEqualTo(6);
        host.removeItem(APP, EngineFixture.key("11:fee"));
        host.removeItem(APP, EngineFixture.key("12:fee"));
        host.removeEntry(APP, "11");
        host.removeEntry(APP, "12");

        server.fail(ARCHIVE, state, 6);
        Rerun rerun = engine.start(EngineFixture.CUTOFF);
        assertThat(server.failed()).isEqualTo(6);

        completes(rerun);
    }

    @Test
    void aConflictOfWorkersIsTriedAgainUntilItIsGone() {
        server.fail(ITEMS, SERIALIZATION_FAILURE, 25);

        completes(engine.start(EngineFixture.CUTOFF));

        assertThat(server.failed()).isEqualTo(25);
    }

    @Test
    void aConflictThatDoesNotEndFailsTheStartAfterEightTries() {
        List<RegisterItem> before = host.items(APP);
        server.fail(ARCHIVE, SERIALIZATION_FAILURE, Integer.MAX_VALUE);

        assertThatExceptionOfType(RerunStartFailedException.class)
                .isThrownBy(() -> engine.start(EngineFixture.CUTOFF))
                .withMessageContaining("40001");

        assertThat(server.failed()).isEqualTo(8);
        assertThat(host.items(APP)).isEqualTo(before);
        server.recover();
        completes(engine.start(EngineFixture.CUTOFF));
    }

    @ParameterizedTest
    @ValueSource(strings = {DISK_FULL, CANCELLED})
    void whatTryingAgainDoesNotCureFailsTheStartAtOnceWithEverythingAsBefore(String state) {
        List<RegisterItem> before = host.items(APP);
        server.fail(ARCHIVE, state, Integer.MAX_VALUE);

        assertThatExceptionOfType(RerunStartFailedException.class)
                .isThrownBy(() -> engine.start(EngineFixture.CUTOFF))
                .withMessageContaining("changed nothing")
                .withMessageContaining(state);

        assertThat(server.failed()).isEqualTo(1);
        assertThat(host.items(APP)).isEqualTo(before);
        assertThat(engine.history(APP).get(0).statusReason()).contains(state);
        server.recover();
        completes(engine.start(EngineFixture.CUTOFF));
    }

    @ParameterizedTest
    @ValueSource(strings = {DISK_FULL, CANCELLED})
    void workersGoOnByThemselvesWhenTheServerIsWellAgain(String state) {
        server.fail(ITEMS, state, Integer.MAX_VALUE);
        Rerun rerun = engine.start(EngineFixture.CUTOFF);
        await().until(() -> server.failed() > 20);
        assertThat(rerun.report().status()).isEqualTo(RerunStatus.RUNNING);
        assertThat(rerun.report().done() + rerun.report().failed()).isZero();

        server.recover();

        completes(rerun);
    }

    @Test
    void firstProcessingThatFailsCanBeRepeatedAsAWhole() {
        server.fail("insert into activity_outcome", DISK_FULL, 3);

        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> engine.process(entries(11, 20)))
                .withMessageContaining(DISK_FULL);

        assertThat(engine.process(entries(11, 20)).processed()).isEqualTo(10);
        assertThat(host.items(APP)).hasSize(20);
    }

    @Test
    void whatAConstraintOfTheHostsRefusesCostsItsEntryAlone() {
        opened.execute("alter table register_item add constraint never_thirteen check (unique_key <> '13:fee')");

        ProcessingReport first = engine.process(entries(11, 16));
        assertThat(first.processed()).isEqualTo(5);
        assertThat(first.failed()).isEqualTo(1);

        RerunReport report = engine.start(EngineFixture.CUTOFF).await(EngineFixture.LONG);
        assertThat(report.status()).isEqualTo(RerunStatus.COMPLETED_WITH_FAILURES);
        assertThat(report.done()).isEqualTo(15);
        assertThat(host.parked(report.id())).singleElement().satisfies(parked -> {
            assertThat(parked.entryId()).isEqualTo("13");
            assertThat(parked.error()).containsIgnoringCase("never_thirteen");
        });
        assertThat(host.parked(report.id())).extracting(ParkedEntry::entryId).containsExactly("13");
        assertThat(host.items(APP)).hasSize(15);
    }
}
