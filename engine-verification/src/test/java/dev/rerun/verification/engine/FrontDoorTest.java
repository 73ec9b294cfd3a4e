package dev.rerun.verification.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.Actor;
import dev.rerun.api.EngineClosedException;
import dev.rerun.api.EntryQuery;
import dev.rerun.api.KeptReason;
import dev.rerun.api.Rerun;
import dev.rerun.api.RerunAction;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunNotAuthorizedException;
import dev.rerun.api.RerunPlan;
import dev.rerun.api.RerunRequest;
import dev.rerun.api.RerunStatus;
import dev.rerun.api.StreamNotReadyException;
import dev.rerun.core.RerunEngines;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What every call of an engine checks before it does anything, and what the calls return that only ask. */
@ParameterizedClass
@EnumSource(value = TestStore.class, names = "IN_MEMORY")
class FrontDoorTest extends SteeringFixture {
    private static final RerunRequest ANNS = RerunRequest.after(CUTOFF).onBehalfOf("ann");

    private static Map<String, Callable<?>> calls(RerunEngine engine) {
        Map<String, Callable<?>> calls = new LinkedHashMap<>();
        calls.put("start", () -> engine.start(CUTOFF));
        calls.put("process", () -> engine.process(List.of()));
        calls.put("find", () -> engine.find(1));
        calls.put("plan", () -> engine.plan(RerunRequest.after(CUTOFF)));
        calls.put("preview", () -> engine.preview(RerunRequest.after(CUTOFF), 1));
        calls.put("pause", () -> engine.pause(1, Actor.HOST));
        calls.put("resume", () -> engine.resume(1, Actor.HOST));
        calls.put("cancel", () -> engine.cancel(1, Actor.HOST));
        calls.put("retryFailed", () -> engine.retryFailed(1, Actor.HOST));
        calls.put("retryFailed of some", () -> engine.retryFailed(1, List.of("2"), Actor.HOST));
        calls.put("history", () -> engine.history(APP, null, 1));
        calls.put("purge", () -> engine.purge(APP, Duration.ZERO));
        calls.put("outcomes", () -> engine.outcomes(APP, "2"));
        calls.put("startWorkers", () -> {
            engine.startWorkers(1);
            return true;
        });
        return calls;
    }

    @Test
    void aClosedEngineDoesNothingMore() {
        engine.close();

        calls(engine).forEach((name, call) -> assertThatExceptionOfType(EngineClosedException.class)
                .as(name)
                .isThrownBy(call::call));
    }

    @Test
    void anEngineMayBeClosedTwice() {
        engine.close();
        engine.close();
    }

    /** The calls that take a request. */
    private static List<Function<RerunRequest, Object>> requests(RerunEngine engine) {
        return List.of(engine::start, engine::plan, request -> engine.preview(request, 1));
    }

    @Test
    @SuppressWarnings("NullAway") // hosts are not all null-checked
    void aRequestIsRefusedByWhatIsWrongWithItWhoeverGetsIt() {
        RerunEngine homeless = open(RerunEngines.builder()
                .store(store())
                .contracts(rate("v1", "1"))
                .logic(logic)
                .workers(0));
        requests(homeless).forEach(call -> assertThatIllegalArgumentException()
                .isThrownBy(() -> call.apply(RerunRequest.after(CUTOFF)))
                .withMessageContaining("name one with ofApp(...)"));
        for (Function<RerunRequest, Object> call : requests(engine)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> call.apply(RerunRequest.after(CUTOFF).once("k".repeat(300))))
                    .withMessageContaining("idempotency key has 300 characters");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> call.apply(RerunRequest.where(EntryQuery.all())))
                    .withMessageContaining("give RerunRequest.after(cutoff)");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> call.apply(RerunRequest.after(NOW.plusSeconds(1))))
                    .withMessageContaining("2026-06-30T00:00:01Z is in the future");
            assertThatExceptionOfType(RerunNotAuthorizedException.class)
                    .isThrownBy(() -> call.apply(ANNS))
                    .withMessageContaining("'ann'");
            assertThatNullPointerException().isThrownBy(() -> call.apply(null)).withMessage("request");
        }
        assertThat(engine.history(APP)).isEmpty();
    }

    @Test
    void whoMayLookMayNotStart() {
        RerunEngine guarded =
                open(builder().workers(0).authorizer((caller, action, app) -> action == RerunAction.PLAN));

        assertThat(guarded.plan(ANNS).entries()).isEqualTo(ENTRIES);
        assertThat(guarded.preview(ANNS, 1)).hasSize(1);
        assertThatExceptionOfType(RerunNotAuthorizedException.class).isThrownBy(() -> guarded.start(ANNS));
    }

    @Test
    void aPlanSaysWhatAStartWouldDoAndDoesNothing() {
        List<String> before = register();
        host().invoice(APP, "INV", key("5:fee"));

        RerunPlan plan = engine.plan(RerunRequest.after(day(3)));

        assertThat(plan.app()).isEqualTo(APP);
        assertThat(plan.request().app()).isEqualTo(APP);
        assertThat(plan.entries()).isEqualTo(ENTRIES - 2);
        assertThat(plan.itemsToDelete()).isEqualTo(ENTRIES - 3);
        assertThat(plan.kept()).containsEntry(KeptReason.INVOICED, 1L);
        assertThat(register()).isEqualTo(before);
        assertThat(engine.history(APP)).isEmpty();
    }

    @Test
    void aPreviewListsTheFirstEntriesThatAStartWouldSelect() {
        assertThat(engine.preview(RerunRequest.after(day(3)), 2))
                .extracting(ActivityEntry::id)
                .containsExactly("4", "5");
        for (int limit : new int[] {0, RerunEngine.PAGE_LIMIT + 1}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> engine.preview(RerunRequest.after(day(3)), limit))
                    .withMessageContaining("limit " + limit);
        }
        assertThat(engine.preview(RerunRequest.after(day(3)), RerunEngine.PAGE_LIMIT))
                .hasSize(ENTRIES - 2);
    }

    @Test
    void pagesMayBeAsLongAsTheLimit() {
        Rerun run = start();

        assertThat(engine.history(APP, null, RerunEngine.PAGE_LIMIT)).hasSize(1);
        assertThat(engine.history(APP, run.id(), 1)).isEmpty();
        assertThat(run.failures(null, RerunEngine.PAGE_LIMIT)).isEmpty();
        for (int limit : new int[] {0, RerunEngine.PAGE_LIMIT + 1}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> engine.history(APP, null, limit))
                    .withMessageContaining("limit " + limit);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> run.lostEdits(null, limit))
                    .withMessageContaining("limit " + limit);
        }
    }

    @Test
    @SuppressWarnings("NullAway") // hosts are not all null-checked
    void whatIsMissingIsNamed() {
        assertThatNullPointerException()
                .isThrownBy(() -> engine.history(null, null, 1))
                .withMessage("app");
        assertThatNullPointerException()
                .isThrownBy(() -> engine.purge(null, Duration.ZERO))
                .withMessage("app");
        assertThatNullPointerException()
                .isThrownBy(() -> engine.outcomes(null, "2"))
                .withMessage("app");
        assertThatNullPointerException()
                .isThrownBy(() -> engine.outcomes(APP, null))
                .withMessage("entryId");
    }

    @Test
    void retryingSomeReportsTheRunAsItStandsThen() {
        failOn(2, 3);
        Rerun run = start();
        stream.workToTheEnd();

        assertThat(engine.retryFailed(run.id(), List.of("2"), Actor.HOST).failed())
                .isEqualTo(1);
        assertThat(run.status()).isEqualTo(RerunStatus.RUNNING);
    }

    @Test
    void aStreamThatIsNotReadyIsSaidBeforeAnythingIsRecorded() {
        failOn(2);
        Rerun run = start();
        stream.workToTheEnd();
        BlockStream broken = new BlockStream() {
            @Override
            public void checkReady() {
                throw new StreamNotReadyException("the topic is missing; create it", null);
            }
        };
        RerunEngine unready = open(builder().stream(broken).workers(0));

        assertThatExceptionOfType(StreamNotReadyException.class).isThrownBy(() -> unready.start(CUTOFF));
        assertThatExceptionOfType(StreamNotReadyException.class)
                .isThrownBy(() -> unready.retryFailed(run.id(), Actor.HOST));
        assertThat(engine.history(APP)).hasSize(1);
        assertThat(run.status()).isEqualTo(RerunStatus.COMPLETED_WITH_FAILURES);
    }

    @Test
    void whatIsRetriedIsPublishedAndIfThatFailsItIsRetriedAllTheSame() {
        failOn(2, 3);
        BlockStream blocks = new BlockStream();
        RerunEngine messages = open(builder().stream(blocks).workers(1).lanes(4).batchSize(2));
        Rerun run = messages.start(CUTOFF);
        blocks.taken().forEach(blocks::deliverToTheEnd);
        assertThat(run.status()).isEqualTo(RerunStatus.COMPLETED_WITH_FAILURES);

        messages.retryFailed(run.id(), List.of("2"), Actor.HOST);
        assertThat(blocks.taken()).singleElement().satisfies(blocks::deliverToTheEnd);
        blocks.failNext(1);

        assertThat(messages.retryFailed(run.id(), Actor.HOST).status()).isEqualTo(RerunStatus.RUNNING);
        assertThat(blocks.taken()).isEmpty();
    }

    @Test
    void closingEndsAllThreadsOfTheEngine() throws InterruptedException {
        List<Thread> before = List.copyOf(Thread.getAllStackTraces().keySet());
        RerunEngine whole = open(builder().workers(2).listener(new Hearing()));
        whole.start(CUTOFF).await(LONG);
        List<Thread> own = new ArrayList<>(Thread.getAllStackTraces().keySet());
        own.removeAll(before);
        own.removeIf(thread -> !thread.getName().startsWith("rerun-"));
        assertThat(own)
                .extracting(Thread::getName)
                .contains(
                        "rerun-sweeper",
                        "rerun-watch",
                        "rerun-listeners",
                        "rerun-listener-1",
                        "rerun-worker-1",
                        "rerun-worker-2",
                        "rerun-logic-1");

        whole.close();

        for (Thread thread : own) {
            thread.join(LONG.toMillis());
        }
        assertThat(own).noneMatch(Thread::isAlive).allMatch(Thread::isDaemon);
    }

    @Test
    void whoWaitsForARunIsToldThatTheEngineIsClosed() {
        Rerun run = start();
        var end = run.completion();

        engine.close();

        assertThat(end).isCompletedExceptionally();
        assertThatExceptionOfType(EngineClosedException.class).isThrownBy(() -> run.await(LONG));
    }

    @Test
    void whoWaitsForARunIsToldOfItsEndAtOnceByTheEngineThatBringsItAbout() {
        Rerun run = start();
        var end = run.completion();
        stream.workToTheEnd();

        assertThat(end).isCompleted();
    }

    @Test
    void theMostWorkersThatAnEngineCanHaveAreAccepted() {
        open(builder().stream(new BlockStream()).workers(0)).startWorkers(RerunEngine.MOST_WORKERS);
    }

    @Test
    void closingDoesNotWaitForTriesThatMaySucceedLater() {
        failOn(2);
        RerunEngine trying = open(builder().workers(1).tryAgain(error -> true, 100));
        Rerun run = trying.start(CUTOFF);
        Awaitility.await().atMost(LONG).until(() -> run.status() == RerunStatus.RUNNING);

        trying.close();

        assertThat(engine.find(run.id()).orElseThrow().report().failed()).isZero();
    }
}
