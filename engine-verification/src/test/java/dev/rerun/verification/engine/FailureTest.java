package dev.rerun.verification.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.Contract;
import dev.rerun.api.ContractId;
import dev.rerun.api.RegisterItem;
import dev.rerun.api.Rerun;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunException;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunRequest;
import dev.rerun.api.RerunStartFailedException;
import dev.rerun.api.RerunStatus;
import dev.rerun.api.StreamNotReadyException;
import dev.rerun.core.InProcessStream;
import dev.rerun.core.RerunEngines;
import dev.rerun.core.spi.ActivityStream;
import dev.rerun.core.spi.Block;
import dev.rerun.core.spi.ItemKey;
import dev.rerun.core.spi.LaneWorker;
import dev.rerun.jdbc.JdbcStore;
import dev.rerun.testkit.SettableClock;
import dev.rerun.verification.engine.FaultyDatabase.Fault;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A failure at every step that a rerun takes on a database: all or nothing, nothing lost, nothing twice. */
@ParameterizedClass
@EnumSource(value = TestStore.class, mode = EnumSource.Mode.EXCLUDE, names = "IN_MEMORY")
class FailureTest {
    private static final String APP = EngineFixture.APP;
    private static final Instant CUTOFF = EngineFixture.CUTOFF;
    private static final Duration LONG = EngineFixture.LONG;

    /** What prepare must leave as it was. The run's own row says FAILED, and the epoch counts the starts. */
    private static final List<String> TABLES = List.of(
            "activity_entry",
            "activity_outcome",
            "register_item",
            "rerun_archived_item",
            "rerun_contract",
            "rerun_entry",
            "rerun_failure",
            "rerun_lane",
            "rerun_register");

    @Parameter
    @SuppressWarnings("NullAway.Init") // set for each database
    TestStore kind;

    /**
     * On H2 every step is taken; on the others, where a database takes long to make, some: the statements come in the same
     * order there, and processes are killed at all of them by the crash points of the reliability bench.
     */
    private int stride() {
        return kind == TestStore.H2 ? 1 : kind == TestStore.POSTGRESQL ? 2 : 3;
    }

    private static RerunEngines.Builder engine(DataSource database, String version) {
        Contract contract = new Contract(
                new ContractId("fee", version),
                ScriptedLogic.NAME,
                Map.of("rate", version.equals("v1") ? "0.10" : "0.20"));
        return RerunEngines.builder().app(APP).store(JdbcStore.on(database)).stream(
                        new InProcessStream(Duration.ofMillis(10)))
                .contracts(entry -> Optional.of(contract))
                .logic(new ScriptedLogic())
                .clock(new SettableClock(EngineFixture.NOW))
                .lanes(2)
                .batchSize(4)
                .workers(0);
    }

    /** Twelve billed entries, ten of them after the cutoff, one of those invoiced. */
    private static final class World implements AutoCloseable {
        private final TestStore.Database opened;
        final DataSource database;
        final FaultyDatabase faulty;
        final DefaultSchemaHost host;

        World(TestStore kind) {
            opened = kind.openDatabase();
            database = opened.source();
            faulty = new FaultyDatabase(database);
            host = new DefaultSchemaHost(database);
            List<ActivityEntry> entries = IntStream.rangeClosed(1, 12)
                    .mapToObj(id -> EngineFixture.entry(id, "key " + id % 5, EngineFixture.day(id - 1)))
                    .toList();
            try (RerunEngine first = engine(database, "v1").build()) {
                first.process(entries);
            }
            host.invoice(APP, "INV-1", new ItemKey(ScriptedLogic.REGISTER, "7:fee"));
        }

        List<String> tables() {
            List<String> rows = new ArrayList<>();
            try (Connection connection = database.getConnection();
                    Statement statement = connection.createStatement()) {
                for (String table : TABLES) {
                    List<String> ofTable = new ArrayList<>();
                    try (ResultSet row = statement.executeQuery("select * from " + table)) {
                        while (row.next()) {
                            StringBuilder text = new StringBuilder(table);
                            for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                                text.append('|').append(row.getString(i));
                            }
                            ofTable.add(text.toString());
                        }
                    }
                    Collections.sort(ofTable);
                    rows.addAll(ofTable);
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            return rows;
        }

        void isAsItShouldBeAfter(RerunReport report) {
            assertThat(report.status()).isEqualTo(RerunStatus.COMPLETED);
            assertThat(report.total()).isEqualTo(10);
            assertThat(report.done()).isEqualTo(10);
            assertThat(report.itemsDeleted()).isEqualTo(9);
            assertThat(report.itemsCreated()).isEqualTo(9);
            assertThat(report.itemsRetained()).isEqualTo(1);
            for (RegisterItem item : host.items(APP)) {
                int id = Integer.parseInt(item.uniqueKey().replace(":fee", ""));
                boolean kept = id <= 2 || id == 7;
                assertThat(item.amount().intValueExact()).isEqualTo(kept ? id : 2 * id);
                assertThat(item.rerunId()).isEqualTo(kept ? null : (Long) report.id());
            }
            assertThat(host.items(APP)).hasSize(12);
            assertThat(host.archived(report.id())).hasSize(9);
        }

        RerunReport complete(long id) {
            try (RerunEngine worker = engine(database, "v2").workers(2).build()) {
                return worker.find(id).orElseThrow().await(LONG);
            }
        }

        @Override
        public void close() {
            opened.close();
        }
    }

    @Test
    void aStartThatFailsAtAnyStepLeavesEverythingAsItWasAndTheNextSucceeds() {
        int rolledBack = 0;
        boolean fired = true;
        for (int step = 1; fired; step += stride()) {
            try (World world = new World(kind);
                    RerunEngine starter =
                            engine(world.faulty.dataSource(), "v2").build()) {
                List<String> before = world.tables();
                world.faulty.failAt(step, Fault.ONCE);
                Rerun run;
                try {
                    run = starter.start(CUTOFF);
                } catch (RerunException e) {
                    rolledBack++;
                    assertThat(world.tables()).as("step %s: %s", step, e).isEqualTo(before);
                    assertThat(starter.history(APP))
                            .as("step %s", step)
                            .allSatisfy(report -> assertThat(report.status()).isEqualTo(RerunStatus.FAILED));
                    run = starter.start(CUTOFF);
                }
                fired = world.faulty.fired();
                world.isAsItShouldBeAfter(world.complete(run.id()));
            }
        }
        assertThat(rolledBack).as("steps at which the start was rolled back").isGreaterThan(10 / stride());
    }

    @Test
    void aProcessThatDiesAtAnyStepOfTheStartLeavesAllOrNothing() {
        int nothing = 0;
        int all = 0;
        boolean fired = true;
        for (int step = 1; fired; step += stride()) {
            try (World world = new World(kind);
                    RerunEngine starter =
                            engine(world.faulty.dataSource(), "v2").build()) {
                List<String> before = world.tables();
                world.faulty.failAt(step, Fault.FOR_GOOD);
                try {
                    starter.start(CUTOFF);
                } catch (RerunException e) {
                    assertThat(e).hasStackTraceContaining("injected");
                }
                fired = world.faulty.fired();
                try (RerunEngine next = engine(world.database, "v2").build()) {
                    List<RerunReport> history = next.history(APP);
                    if (!history.isEmpty() && history.get(0).status() == RerunStatus.QUEUED) {
                        all++;
                        world.isAsItShouldBeAfter(world.complete(history.get(0).id()));
                    } else {
                        nothing++;
                        assertThat(world.tables()).as("step %s", step).isEqualTo(before);
                    }
                }
            }
        }
        assertThat(nothing).isGreaterThan(10 / stride());
        assertThat(all).isPositive();
    }

    @Test
    void aRunWhosePreparingProcessDiedIsFailedByWhoeverLooksNextAndTheNextStartSucceeds() {
        try (World world = new World(kind);
                ActivityStream dying = new DyingStream(world.faulty);
                RerunEngine starter =
                        engine(world.faulty.dataSource(), "v2").stream(dying).build()) {
            assertThatThrownBy(() -> starter.start(CUTOFF)).hasStackTraceContaining("injected");
            try (RerunEngine next = engine(world.database, "v2").workers(1).build()) {
                assertThat(next.history(APP).get(0).status()).isEqualTo(RerunStatus.PREPARING);
                Awaitility.await()
                        .atMost(Duration.ofSeconds(20))
                        .until(() -> next.history(APP).get(0).status() == RerunStatus.FAILED);
                assertThat(next.history(APP).get(0).statusReason()).contains("is gone");
                world.isAsItShouldBeAfter(next.start(CUTOFF).await(LONG));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void aWorkerThatFailsAtAnyStepDelaysTheEndAndChangesNothingElse(Fault fault) {
        boolean fired = true;
        for (int step = 1; fired; step += stride()) {
            try (World world = new World(kind)) {
                long id;
                try (RerunEngine starter = engine(world.database, "v2").build()) {
                    id = starter.start(CUTOFF).id();
                }
                HandWorkedStream stream = new HandWorkedStream();
                RerunEngine failing = engine(world.faulty.dataSource(), "v2").stream(stream)
                        .workers(1)
                        .build();
                world.faulty.failAt(step, fault);
                stream.workUntilNothingIsLeftOrItThrows();
                fired = world.faulty.fired();
                failing.close();
                world.isAsItShouldBeAfter(world.complete(id));
            }
        }
    }

    @Test
    void aStreamThatFailsInTheMiddleOfQueueingRollsTheStartBack() {
        try (World world = new World(kind);
                RerunEngine starter = engine(world.database, "v2").stream(new BrokenStream(false))
                        .build()) {
            List<String> before = world.tables();
            assertThatExceptionOfType(RerunStartFailedException.class)
                    .isThrownBy(() -> starter.start(CUTOFF))
                    .withMessageContaining("changed nothing")
                    .withStackTraceContaining("queueing failed");
            assertThat(starter.history(APP).get(0).status()).isEqualTo(RerunStatus.FAILED);
            assertThat(starter.history(APP).get(0).statusReason()).contains("queueing failed");
            assertThat(world.tables()).isEqualTo(before);
        }
    }

    @Test
    void aStartThatWasRolledBackSucceedsLaterWithTheSameIdempotencyKey() {
        RerunRequest request = RerunRequest.after(CUTOFF).once("price change 7");
        try (World world = new World(kind)) {
            try (RerunEngine starter =
                    engine(world.database, "v2").stream(new BrokenStream(false)).build()) {
                assertThatExceptionOfType(RerunStartFailedException.class).isThrownBy(() -> starter.start(request));
            }
            try (RerunEngine starter = engine(world.database, "v2").build()) {
                world.isAsItShouldBeAfter(world.complete(starter.start(request).id()));
            }
        }
    }

    @Test
    void aStreamThatIsNotReadyIsSaidBeforeAnythingIsRecorded() {
        try (World world = new World(kind);
                RerunEngine starter = engine(world.database, "v2").stream(new BrokenStream(true))
                        .build()) {
            assertThatExceptionOfType(StreamNotReadyException.class).isThrownBy(() -> starter.start(CUTOFF));
            assertThat(starter.history(APP)).isEmpty();
        }
    }

    /** Works on the test's own thread, so that each step comes at the same place each time. */
    private static final class HandWorkedStream extends BrokenStream {
        private @Nullable LaneWorker worker;

        HandWorkedStream() {
            super(false);
        }

        @Override
        public void subscribe(int workers, LaneWorker laneWorker) {
            worker = laneWorker;
        }

        void workUntilNothingIsLeftOrItThrows() {
            try {
                boolean worked = true;
                while (worked) {
                    worked = Objects.requireNonNull(worker).workAny();
                }
            } catch (RerunException e) {
                assertThat(e).hasStackTraceContaining("injected");
            }
        }
    }

    private static class BrokenStream implements ActivityStream {
        private final boolean unready;

        BrokenStream(boolean unready) {
            this.unready = unready;
        }

        @Override
        public void checkReady() {
            if (unready) {
                throw new StreamNotReadyException("the topic is missing; create it", null);
            }
        }

        @Override
        public void publish(Iterable<Block> blocks) {
            throw new StreamNotReadyException("queueing failed; the broker is gone", null);
        }

        @Override
        public void subscribe(int workers, LaneWorker worker) {}

        @Override
        public void close() {}
    }

    /** Kills the process while it queues. */
    private static final class DyingStream extends BrokenStream {
        private final FaultyDatabase database;

        DyingStream(FaultyDatabase database) {
            super(false);
            this.database = database;
        }

        @Override
        public void publish(Iterable<Block> blocks) {
            database.failAt(1, Fault.FOR_GOOD);
        }
    }
}
