package dev.rerun.verification.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rerun.api.Actor;
import dev.rerun.api.FailedEntry;
import dev.rerun.api.OutcomeStatus;
import dev.rerun.api.Rerun;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.RerunEngines;
import dev.rerun.core.spi.ContractResolver;
import dev.rerun.core.spi.LogicContext;
import dev.rerun.core.spi.LogicResult;
import dev.rerun.core.spi.StoreException;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.MDC;

/** Logic that hangs in reruns, in stores in whose transactions it has no means to write. */
@ParameterizedClass
@EnumSource(
        value = TestStore.class,
        names = {"IN_MEMORY", "H2", "POSTGRESQL"})
class EntryTimeLimitTest extends SteeringFixture {
    private static final Duration LIMIT = Duration.ofMillis(300);
    private static final String TOO_LONG =
            "java.util.concurrent.TimeoutException: logic 'scripted' took longer than PT0.3S";

    private final AtomicBoolean over = new AtomicBoolean();

    @BeforeEach
    void limitTheTime() {
        engine.close();
        engine = open(limited());
    }

    @AfterEach
    void endWhatIsHanging() {
        over.set(true);
    }

    private RerunEngines.Builder limited() {
        return stepped().batchSize(50).lanes(2).entryTimeLimit(LIMIT);
    }

    /** Hangs in the rerun, and not when the entry is processed for the first time. */
    private void hangOn(int id, ScriptedLogic.Script hanging) {
        logic.script(
                Integer.toString(id),
                (contract, entry, context) -> context.rerunId().isPresent()
                        ? hanging.apply(contract, entry, context)
                        : ScriptedLogic.usual(contract, entry));
    }

    private static LogicResult sleep() {
        try {
            new CountDownLatch(1).await();
            throw new IllegalStateException("never");
        } catch (InterruptedException e) {
            throw new IllegalStateException("gave up", e);
        }
    }

    private LogicResult turnInCircles() {
        while (!over.get()) {
            Thread.onSpinWait();
        }
        throw new IllegalStateException("ended by the test");
    }

    private Rerun run() {
        Rerun run = start();
        stream.workToTheEnd();
        return run;
    }

    private void failsAlone(int id, String inItsStack) {
        Rerun run = run();

        RerunReport report = run.report();
        assertThat(report.status()).isEqualTo(RerunStatus.COMPLETED_WITH_FAILURES);
        assertThat(report.done()).isEqualTo(ENTRIES - 1);
        assertThat(report.itemsCreated()).isEqualTo(ENTRIES - 1);
        assertThat(register()).hasSize(ENTRIES - 1).noneMatch(item -> item.startsWith(id + ":"));
        assertThat(run.failures(null, 10))
                .singleElement()
                .satisfies(failed -> assertThat(failed.entryId()).isEqualTo(Integer.toString(id)))
                .satisfies(failed -> assertThat(failed.error()).startsWith(TOO_LONG));
        assertThat(newest(Integer.toString(id)).status()).isEqualTo(OutcomeStatus.FAILED);
        assertThat(newest(Integer.toString(id)).contract()).hasToString("fee v2");
        assertThat(newest(Integer.toString(id)).diagnostics()).singleElement().satisfies(remark -> assertThat(
                        remark.detail())
                .startsWith(TOO_LONG)
                .contains("entryTimeLimit", "EntryTimeLimitTest." + inItsStack));
    }

    @Test
    void oneThatSleepsFailsAlone() {
        hangOn(5, (contract, entry, context) -> sleep());
        failsAlone(5, "sleep");
    }

    @Test
    void oneThatTakesNoNoticeOfInterruptsFailsAlone() {
        hangOn(5, (contract, entry, context) -> turnInCircles());
        failsAlone(5, "turnInCircles");
    }

    @Test
    void oneThatReadsForEverFailsAloneAndItsContextIsDead() {
        AtomicBoolean refused = new AtomicBoolean();
        hangOn(5, (contract, entry, context) -> readForEver(context, refused));
        failsAlone(5, "readForEver");

        Awaitility.await().atMost(LONG).untilTrue(refused);
    }

    private LogicResult readForEver(LogicContext context, AtomicBoolean refused) {
        while (!over.get()) {
            try {
                context.item("Fees", "none");
                context.items("key 5", Instant.MIN, Instant.MAX);
            } catch (IllegalStateException e) {
                refused.set(true);
                throw e;
            }
        }
        throw new IllegalStateException("ended by the test");
    }

    @Test
    void oneThatAsksTheStoreForEverSomethingElseFailsAlone() {
        hangOn(5, (contract, entry, context) -> askForEver(context));
        failsAlone(5, "askForEver");
    }

    private LogicResult askForEver(LogicContext context) {
        for (int i = 0; !over.get(); i++) {
            context.item("Fees", "none " + i);
        }
        throw new IllegalStateException("ended by the test");
    }

    @Test
    void twoInOneBatchFailAndTheOthersAreCalculatedOnceAgainAtMost() {
        Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
        for (int id = 2; id <= ENTRIES + 1; id++) {
            hangOn(id, (contract, entry, context) -> {
                calls.computeIfAbsent(entry.id(), one -> new AtomicInteger()).incrementAndGet();
                return entry.id().equals("7") || entry.id().equals("15")
                        ? sleep()
                        : ScriptedLogic.usual(contract, entry);
            });
        }
        engine.close();
        engine = open(limited().lanes(1));
        Rerun run = run();

        assertThat(run.failures(null, 10)).extracting(FailedEntry::entryId).containsExactly("7", "15");
        assertThat(run.report().done()).isEqualTo(ENTRIES - 2);
        assertThat(calls.get("7")).hasValue(1);
        assertThat(calls.get("15")).hasValue(1);
        assertThat(calls.values()).allSatisfy(count -> assertThat(count.get()).isBetween(1, 2));
    }

    @Test
    void oneThatHangsAtItsFirstTryIsNotTriedAgainUnlessSomebodyAsks() {
        AtomicBoolean hung = new AtomicBoolean();
        hangOn(
                5,
                (contract, entry, context) ->
                        hung.compareAndSet(false, true) ? sleep() : ScriptedLogic.usual(contract, entry));
        Rerun run = run();
        assertThat(run.report().failed()).isEqualTo(1);

        engine.retryFailed(run.id(), Actor.HOST);
        stream.workToTheEnd();

        assertThat(run.report().status()).isEqualTo(RerunStatus.COMPLETED);
        assertThat(register()).contains("5:fee=10 fee v2");
    }

    @Test
    void aResolverThatHangsFailsItsEntryToo() {
        ContractResolver usual = contracts;
        contracts = entry -> {
            if (entry.id().equals("5")) {
                sleep();
            }
            return usual.resolve(entry);
        };
        Rerun run = run();

        assertThat(run.failures(null, 10)).singleElement().satisfies(failed -> assertThat(failed.error())
                .contains("the contract resolver took longer than PT0.3S"));
        assertThat(newest("5").contract()).isNull();
    }

    @Test
    void theTimeOfTheStoreDoesNotCount() {
        InterposedStore slow = new InterposedStore(store());
        engine.close();
        engine = open(limited().store(slow));
        hangOn(5, (contract, entry, context) -> {
            slow.slowDown(LIMIT);
            context.item("Fees", "none");
            context.items("key 1", day(-40), day(-30));
            slow.slowDown(Duration.ZERO);
            return ScriptedLogic.usual(contract, entry);
        });

        assertThat(run().report().status()).isEqualTo(RerunStatus.COMPLETED);
    }

    @Test
    void theStoresFailureIsNotTheEntrysAlsoIfLogicPassesOverIt() {
        InterposedStore failing = new InterposedStore(store());
        engine.close();
        engine = open(limited().store(failing));
        AtomicInteger calls = new AtomicInteger();
        hangOn(5, (contract, entry, context) -> {
            if (calls.incrementAndGet() == 1) {
                failing.refuse("Items.find");
            }
            try {
                context.item("Fees", "none");
            } catch (StoreException e) {
                failing.up();
            }
            return ScriptedLogic.usual(contract, entry);
        });

        assertThat(run().report().status()).isEqualTo(RerunStatus.COMPLETED);
        assertThat(calls).hasValueGreaterThan(1);
    }

    @Test
    void oneThatAsksAFailingStoreForEverIsTriedAgain() {
        InterposedStore failing = new InterposedStore(store());
        engine.close();
        engine = open(limited().store(failing));
        AtomicInteger calls = new AtomicInteger();
        hangOn(5, (contract, entry, context) -> {
            failing.refuse("Items.find");
            if (calls.incrementAndGet() == 2) {
                failing.up();
            }
            while (!over.get()) {
                try {
                    context.item("Fees", "none");
                    return ScriptedLogic.usual(contract, entry);
                } catch (StoreException e) {
                    Thread.onSpinWait();
                }
            }
            throw new IllegalStateException("ended by the test");
        });

        assertThat(run().report().status()).isEqualTo(RerunStatus.COMPLETED);
        assertThat(calls).hasValue(2);
    }

    @Test
    void whatEndsTheProcessReachesTheWorker() {
        AtomicBoolean thrown = new AtomicBoolean();
        hangOn(5, (contract, entry, context) -> {
            if (thrown.compareAndSet(false, true)) {
                throw new InternalError("of the virtual machine");
            }
            return ScriptedLogic.usual(contract, entry);
        });
        Rerun run = start();

        assertThatExceptionOfType(InternalError.class).isThrownBy(stream::workToTheEnd);
        stream.workToTheEnd();
        assertThat(run.report().status()).isEqualTo(RerunStatus.COMPLETED);
    }

    @Test
    void firstProcessingHasNoLimitAndRunsOnItsCallersThread() {
        List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
        logic.script("90", (contract, entry, context) -> {
            threads.add(Thread.currentThread());
            long end = System.nanoTime() + LIMIT.multipliedBy(2).toNanos();
            while (System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            return ScriptedLogic.usual(contract, entry);
        });

        assertThat(engine.process(List.of(entry(90, day(3)))).processed()).isEqualTo(1);
        assertThat(threads).containsExactly(Thread.currentThread());
    }

    @Test
    void logicFindsTheMarksAndTheClassLoaderOfItsWorker() throws Exception {
        List<Object> found = Collections.synchronizedList(new ArrayList<>());
        hangOn(5, (contract, entry, context) -> {
            Thread thread = Thread.currentThread();
            found.addAll(List.of(
                    thread.getName().startsWith("rerun-logic-"),
                    thread.isDaemon(),
                    MDC.get("rerun_id"),
                    MDC.get("rerun_app"),
                    thread.getContextClassLoader()));
            return ScriptedLogic.usual(contract, entry);
        });
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Rerun run;
        try (URLClassLoader own = new URLClassLoader(new URL[0], before)) {
            Thread.currentThread().setContextClassLoader(own);
            run = run();
            assertThat(found).containsExactly(true, true, Long.toString(run.id()), APP, own);
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    @Test
    void anEngineIsClosedWhileLogicThatWasGivenUpGoesOn() {
        hangOn(5, (contract, entry, context) -> turnInCircles());
        run();

        engine.close();
        assertThat(over).isFalse();
    }

    @Test
    void limitsThatMakeNoSenseAreRefused() {
        for (Duration limit : List.of(
                Duration.ZERO, Duration.ofNanos(999_999), Duration.ofHours(24).plusNanos(1))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> RerunEngines.builder().entryTimeLimit(limit))
                    .withMessageContaining("entryTimeLimit " + limit);
        }
        RerunEngines.builder().entryTimeLimit(Duration.ofMillis(1)).entryTimeLimit(Duration.ofDays(1));
    }
}
