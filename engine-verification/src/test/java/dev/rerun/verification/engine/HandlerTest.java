package dev.rerun.verification.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.Actor;
import dev.rerun.api.Diagnostic;
import dev.rerun.api.EntryCondition;
import dev.rerun.api.EntryQuery;
import dev.rerun.api.FailedEntry;
import dev.rerun.api.OutcomeStatus;
import dev.rerun.api.Rerun;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunOptions;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunRequest;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.InProcessStream;
import dev.rerun.core.RerunEngines;
import dev.rerun.core.spi.EntryHandler;
import dev.rerun.core.spi.Handling;
import dev.rerun.core.spi.RerunStore;
import dev.rerun.core.spi.StoreConflictException;
import dev.rerun.core.spi.StoreLimits;
import dev.rerun.core.spi.StoreTransaction;
import dev.rerun.verification.engine.Jobs.Job;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Work without a register: a workshop's jobs are handed to a handler, from the workshop's own table. */
@ParameterizedClass
@EnumSource(
        value = TestStore.class,
        names = {"IN_MEMORY", "H2", "POSTGRESQL"})
class HandlerTest {
    private static final int JOBS = 20;
    private static final Instant MORNING = Instant.parse("2026-03-02T08:00:00Z");
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final EntryQuery STUCK = EntryQuery.where(EntryCondition.in("state", "STUCK"));

    private final List<String> handled = Collections.synchronizedList(new ArrayList<>());
    private final List<Instant> times = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, EntryHandler> scripts = new ConcurrentHashMap<>();
    private final List<RerunEngine> engines = new ArrayList<>();

    @Parameter
    @SuppressWarnings("NullAway.Init") // set for each store
    TestStore kind;

    @SuppressWarnings("NullAway.Init") // before each test
    private Workshop workshop;

    @BeforeEach
    void fillTheWorkshop() throws SQLException {
        workshop = Workshop.open(kind);
        workshop.insert(IntStream.rangeClosed(1, JOBS)
                .mapToObj(number -> Job.simple("j-" + number, MORNING.plusSeconds(number)))
                .toList());
    }

    @AfterEach
    void close() {
        engines.forEach(RerunEngine::close);
        workshop.close();
    }

    private RerunEngines.Builder builder() {
        return RerunEngines.builder().app(Jobs.APP).store(workshop.store()).stream(
                        new InProcessStream(Duration.ofMillis(10)))
                .handler(this::handle)
                .lanes(1)
                .workers(2);
    }

    private RerunEngine open(RerunEngines.Builder builder) {
        RerunEngine engine = builder.build();
        engines.add(engine);
        return engine;
    }

    private Handling handle(ActivityEntry entry, EntryHandler.Attempt attempt) throws Exception {
        handled.add(entry.id());
        times.add(Instant.now());
        EntryHandler script = scripts.get(entry.id());
        return script == null ? Handling.succeeded(new Diagnostic("done", "")) : script.handle(entry, attempt);
    }

    private static List<String> ids(int first, int last) {
        return IntStream.rangeClosed(first, last)
                .mapToObj(number -> "j-" + number)
                .toList();
    }

    private static RerunReport await(Rerun run) {
        return run.await(LONG);
    }

    @Test
    void handsEachSelectedEntryOutOnceAndInOrder() {
        workshop.change("state", "DONE", List.of("j-3", "j-4"));
        RerunEngine engine = open(builder());
        RerunReport report = await(engine.start(RerunRequest.where(STUCK)));
        List<String> stuck = new ArrayList<>(ids(1, JOBS));
        stuck.removeAll(List.of("j-3", "j-4"));
        assertThat(handled).containsExactlyElementsOf(stuck);
        assertThat(report.status()).isEqualTo(RerunStatus.COMPLETED);
        assertThat(report.done()).isEqualTo(JOBS - 2);
        assertThat(report.selectedBy()).isEqualTo("state in [STUCK]");
        assertThat(engine.outcomes(Jobs.APP, "j-1")).singleElement().satisfies(outcome -> {
            assertThat(outcome.rerunId()).isEqualTo(report.id());
            assertThat(outcome.status()).isEqualTo(OutcomeStatus.PROCESSED);
            assertThat(outcome.diagnostics()).containsExactly(new Diagnostic("done", ""));
        });
        assertThat(engine.outcomes(Jobs.APP, "j-3")).isEmpty();
    }

    @Test
    void givesTheHandlerTheEntrysColumnsTheRunAndTheTry() {
        List<Object> seen = Collections.synchronizedList(new ArrayList<>());
        scripts.put("j-7", (entry, attempt) -> {
            seen.add(entry.columns());
            seen.add(attempt);
            return attempt.number() < 3 ? Handling.retryLater("busy") : Handling.succeeded();
        });
        Rerun run = open(builder()).start(RerunRequest.where(EntryQuery.where(EntryCondition.withId(List.of("j-7")))));
        assertThat(await(run).done()).isEqualTo(1);
        Map<String, String> columns =
                Map.of("state", "STUCK", "tries", "0", "priority", "1", "touched_at", "2026-03-02T08:00:07Z");
        assertThat(seen)
                .containsExactly(
                        columns,
                        new EntryHandler.Attempt(run.id(), 1),
                        columns,
                        new EntryHandler.Attempt(run.id(), 2),
                        columns,
                        new EntryHandler.Attempt(run.id(), 3));
    }

    @Test
    void countsAsFailedWhatTheHandlerRefusesThrowsOrNeverManages() {
        scripts.put("j-2", (entry, attempt) -> Handling.failed("no such part"));
        scripts.put("j-3", (entry, attempt) -> {
            throw new IllegalStateException("the crane is broken");
        });
        scripts.put("j-4", (entry, attempt) -> Handling.retryLater("still busy"));
        scripts.put("j-5", (entry, attempt) -> {
            throw new IOException("no line");
        });
        scripts.put("j-6", HandlerTest::nothing);
        RerunEngine engine = open(builder().tryAgain(IOException.class::isInstance, 2));
        Rerun run = engine.start(RerunRequest.where(STUCK));
        RerunReport report = await(run);
        assertThat(report.status()).isEqualTo(RerunStatus.COMPLETED_WITH_FAILURES);
        assertThat(report.done()).isEqualTo(JOBS - 5);
        assertThat(run.failures(null, 100))
                .extracting(FailedEntry::entryId, FailedEntry::error, FailedEntry::attempts)
                .containsExactly(
                        tuple("j-2", "no such part", 1),
                        tuple("j-3", "java.lang.IllegalStateException: the crane is broken", 1),
                        tuple("j-4", "still busy", 2),
                        tuple("j-5", "java.io.IOException: no line", 2),
                        tuple(
                                "j-6",
                                "java.lang.IllegalStateException: the handler returned null; let it say how it went",
                                1));

        scripts.clear();
        handled.clear();
        assertThat(engine.retryFailed(run.id(), Actor.HOST).status()).isEqualTo(RerunStatus.RUNNING);
        assertThat(await(run).status()).isEqualTo(RerunStatus.COMPLETED);
        assertThat(handled).containsExactlyElementsOf(ids(2, 6));
    }

    @SuppressWarnings("NullAway") // as a handler may that nobody checks
    private static Handling nothing(ActivityEntry entry, EntryHandler.Attempt attempt) {
        return null;
    }

    @Test
    void interruptsAHandlerThatHangs() {
        scripts.put("j-2", (entry, attempt) -> {
            new CountDownLatch(1).await();
            return Handling.succeeded();
        });
        Rerun run = open(builder().entryTimeLimit(Duration.ofMillis(100))).start(RerunRequest.where(STUCK));
        RerunReport report = await(run);
        assertThat(report.failed()).isEqualTo(1);
        assertThat(report.done()).isEqualTo(JOBS - 1);
        assertThat(run.failures(null, 10)).singleElement().satisfies(failed -> assertThat(failed.error())
                .contains("took longer than PT0.1S"));
    }

    @Test
    void holdsTheEntriesOfAFailedKey() {
        workshop.change("machine", "lathe", List.of("j-2", "j-5", "j-9"));
        scripts.put("j-5", (entry, attempt) -> Handling.failed("jammed"));
        RerunReport report =
                await(open(builder()).start(RerunRequest.where(STUCK).with(RerunOptions.DEFAULT.holdingFailedKeys())));
        assertThat(report.held()).isEqualTo(1);
        assertThat(handled).contains("j-2", "j-5").doesNotContain("j-9");
    }

    @Test
    void keepsToLimitAndPauseWithSeveralWorkersAndEngines() {
        open(builder().lanes(8));
        Rerun run = open(builder().lanes(8))
                .start(RerunRequest.where(STUCK.orderedByDescending("touched_at"))
                        .with(RerunOptions.DEFAULT.limit(6).pauseBetweenEntries(Duration.ofMillis(60))));
        assertThat(await(run).done()).isEqualTo(6);
        assertThat(handled).containsExactly("j-20", "j-19", "j-18", "j-17", "j-16", "j-15");
        for (int i = 1; i < times.size(); i++) {
            assertThat(Duration.between(times.get(i - 1), times.get(i))).isGreaterThanOrEqualTo(Duration.ofMillis(60));
        }
    }

    @Test
    void pausesBeforeItTriesAgainToo() {
        scripts.put(
                "j-1", (entry, attempt) -> attempt.number() < 3 ? Handling.retryLater("busy") : Handling.succeeded());
        Rerun run = open(builder())
                .start(RerunRequest.where(STUCK)
                        .with(RerunOptions.DEFAULT.limit(1).pauseBetweenEntries(Duration.ofMillis(400))));
        assertThat(await(run).done()).isEqualTo(1);
        assertThat(handled).containsExactly("j-1", "j-1", "j-1");
        for (int i = 1; i < times.size(); i++) {
            assertThat(Duration.between(times.get(i - 1), times.get(i))).isGreaterThanOrEqualTo(Duration.ofMillis(400));
        }
    }

    @Test
    void leavesOutWhatAnotherRunHolds() {
        RerunEngine engine = open(builder().workers(0));
        Rerun first = engine.start(RerunRequest.where(STUCK).with(RerunOptions.DEFAULT.limit(8)));
        assertThat(engine.plan(RerunRequest.where(STUCK)).entries()).isEqualTo(JOBS - 8);
        Rerun second = engine.start(RerunRequest.where(STUCK));
        assertThat(second.report().total()).isEqualTo(JOBS - 8);
        assertThat(engine.preview(RerunRequest.where(STUCK), 10)).isEmpty();
        engine.startWorkers(4);
        assertThat(await(first).done()).isEqualTo(8);
        assertThat(await(second).done()).isEqualTo(JOBS - 8);
        assertThat(handled).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(ids(1, JOBS));
    }

    @Test
    void waitsForThePrepareOfAnotherRunAndLeavesOutWhatThatHolds() throws Exception {
        assumeTrue(kind != TestStore.IN_MEMORY, "transactions in memory come one after the other");
        HeldStream held = new HeldStream();
        RerunEngine one = open(builder().stream(held).workers(0));
        RerunEngine other = open(builder().workers(0));
        FutureTask<Rerun> first =
                new FutureTask<>(() -> one.start(RerunRequest.where(STUCK).with(RerunOptions.DEFAULT.limit(8))));
        new Thread(first).start();
        held.awaitPrepare();
        FutureTask<Rerun> second = new FutureTask<>(() -> other.start(RerunRequest.where(STUCK)));
        Thread starting = new Thread(second);
        starting.start();
        // Without a server that says so, the state of the waiting thread shows that it waits for a lock.
        Awaitility.await()
                .atMost(LONG)
                .until(() ->
                        second.isDone() || workshop.lockAwaited() || starting.getState() == Thread.State.TIMED_WAITING);
        held.commit();

        assertThat(first.get(60, TimeUnit.SECONDS).report().total()).isEqualTo(8);
        assertThat(second.get(60, TimeUnit.SECONDS).report().total()).isEqualTo(JOBS - 8);
    }

    @Test
    void comesToAnEndWhenItIsRepeatedThoughNothingChangesTheRows() {
        RerunEngine engine = open(builder());
        Rerun first = engine.start(RerunRequest.where(STUCK).with(RerunOptions.DEFAULT.limit(8)));
        Instant since = await(first).createdAt();
        EntryQuery rest = STUCK.and(EntryCondition.notProcessedSince(since));
        List<Long> totals = new ArrayList<>();
        while (totals.isEmpty() || totals.get(totals.size() - 1) > 0) {
            totals.add(await(engine.start(RerunRequest.where(rest).with(RerunOptions.DEFAULT.limit(8))))
                    .total());
        }
        assertThat(totals).containsExactly(8L, 4L, 0L);
        assertThat(handled).containsExactlyElementsOf(ids(1, JOBS));
    }

    @Test
    void doesNotHandAnEntryOutAgainWhenItsTransactionFails() {
        AtomicBoolean once = new AtomicBoolean(true);
        RerunStore failing = new RefusedCommit(workshop.store(), () -> handled.size() == 5 && once.getAndSet(false));
        RerunReport report = await(open(builder().store(failing)).start(RerunRequest.where(STUCK)));
        assertThat(once).isFalse();
        assertThat(report.done()).isEqualTo(JOBS);
        assertThat(handled).containsExactlyElementsOf(ids(1, JOBS));
    }

    /** A store in which a transaction is rolled back at its end, when somebody says so. */
    private record RefusedCommit(RerunStore store, BooleanSupplier now) implements RerunStore {
        @Override
        public void verify() {
            store.verify();
        }

        @Override
        public StoreLimits limits() {
            return store.limits();
        }

        @Override
        public <T extends @Nullable Object> T transaction(Function<StoreTransaction, T> work) {
            return store.transaction(tx -> {
                T result = work.apply(tx);
                if (now.getAsBoolean()) {
                    throw new StoreConflictException("somebody was in the way", new SQLException("deadlock"));
                }
                return result;
            });
        }
    }

    @Test
    void pausesResumesAndCancels() {
        scripts.put("j-3", (entry, attempt) -> Handling.succeeded());
        RerunEngine engine = open(builder());
        Rerun run = engine.start(RerunRequest.where(STUCK).with(RerunOptions.DEFAULT.firstOnly(3)));
        Awaitility.await().atMost(LONG).until(() -> run.report().status() == RerunStatus.PAUSED);
        assertThat(handled).containsExactlyElementsOf(ids(1, 3));
        RerunReport report = engine.cancel(run.id(), Actor.HOST);
        assertThat(report.status()).isEqualTo(RerunStatus.CANCELLED);
        assertThat(report.done()).isEqualTo(3);
        assertThat(await(engine.start(RerunRequest.where(STUCK))).done()).isEqualTo(JOBS);
        assertThat(engine.purge(Jobs.APP, Duration.ZERO)).isEqualTo(2);
    }

    @Test
    void saysWhatIsWrongWithAQueryAndRecordsNothing() {
        assumeTrue(kind != TestStore.IN_MEMORY, "entries in memory have the columns that they bring");
        RerunEngine engine = open(builder());
        refused(engine, EntryCondition.in("colour", "red"), "'colour'", "table job does not have");
        refused(engine, EntryCondition.atMost("state", 3), "state", "is compared with a number", "a text");
        refused(engine, EntryCondition.in("tries", "many"), "'many' is not a whole number", "tries");
        refused(engine, EntryCondition.before("machine", MORNING), "machine", "is compared with a time");
        refused(engine, EntryCondition.sql("colour = ?", "red"), "does not understand", "(colour = ?)");
        refused(engine, EntryCondition.sql("state ="), "does not understand", "(state =)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> engine.start(RerunRequest.where(STUCK.orderedBy("colour"))))
                .withMessageContaining("'colour'");
        assertThat(engine.history(Jobs.APP)).isEmpty();
        assertThat(handled).isEmpty();
    }

    private static void refused(RerunEngine engine, EntryCondition condition, String... words) {
        RerunRequest request = RerunRequest.where(EntryQuery.where(condition));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> engine.start(request))
                .satisfies(refusal -> assertThat(refusal).hasMessageContainingAll(words));
        assertThatIllegalArgumentException().isThrownBy(() -> engine.plan(request));
        assertThatIllegalArgumentException().isThrownBy(() -> engine.preview(request, 1));
    }

    @Test
    void refusesWhatIsForTheOtherKindOfEngine() {
        RerunEngine engine = open(builder());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> engine.start(MORNING))
                .withMessageContaining("EntryQuery.all()");
        assertThatIllegalStateException()
                .isThrownBy(() -> engine.process(List.of()))
                .withMessageContaining("has a handler");
        assertThatIllegalStateException()
                .isThrownBy(() -> builder().contracts(entry -> Optional.empty()).build())
                .withMessageContaining("one or the other");
    }

    @Test
    void leavesTheHostsTableAsItIs() throws SQLException {
        assumeTrue(kind != TestStore.IN_MEMORY, "there is no table");
        TestStore.Database database = ((Workshop.InTable) workshop).database();
        database.execute("create table before_the_run as select * from job");
        await(open(builder()).start(RerunRequest.where(EntryQuery.all())));
        assertThat(handled).hasSize(JOBS);
        database.execute("create table different as select * from job except select * from before_the_run");
        try (var connection = database.source().getConnection();
                var rows = connection.createStatement().executeQuery("select count(*) from different")) {
            rows.next();
            assertThat(rows.getInt(1)).isZero();
        }
    }
}
