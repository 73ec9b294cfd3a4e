package dev.rerun.verification.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rerun.api.Actor;
import dev.rerun.api.Rerun;
import dev.rerun.api.RerunAction;
import dev.rerun.api.RerunCommand;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunNotAuthorizedException;
import dev.rerun.api.RerunOptions;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunRequest;
import dev.rerun.api.RerunStateException;
import dev.rerun.api.RerunStatus;
import dev.rerun.api.UnknownRerunException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Commands, who may give them, when they mean nothing, and what is kept of them. */
@ParameterizedClass
@EnumSource(
        value = TestStore.class,
        names = {"IN_MEMORY", "H2", "POSTGRESQL"})
class CommandsTest extends SteeringFixture {
    private static final Actor ANN = Actor.named("ann").because("the price list is wrong");

    @Test
    void aPausedRunStandsStillForAllWorkersAndGoesOnWhereItStood() {
        Rerun run = start();
        stream.work(3);
        long done = run.report().done();

        RerunReport paused = engine.pause(run.id(), Actor.HOST.because("look first"));
        assertThat(paused.status()).isEqualTo(RerunStatus.PAUSED);
        assertThat(paused.statusReason()).isEqualTo("paused by the host: look first");
        assertThat(stream.work(5)).isZero();
        SteppedStream elsewhere = new SteppedStream();
        RerunEngine other = open(stepped().stream(elsewhere));
        assertThat(elsewhere.work(5)).isZero();
        assertThat(run.report().done()).isEqualTo(done).isBetween(3L, 6L);

        RerunReport resumed = other.resume(run.id(), Actor.HOST);
        assertThat(resumed.status()).isEqualTo(RerunStatus.RUNNING);
        assertThat(resumed.statusReason()).isNull();
        elsewhere.workToTheEnd();
        assertThat(run.report().status()).isEqualTo(RerunStatus.COMPLETED);
        assertThat(run.report().done()).isEqualTo(ENTRIES);
    }

    @Test
    void aPauseWaitsForTheBatchThatIsUnderWay() throws InterruptedException {
        assumeTrue(kind != TestStore.IN_MEMORY, "transactions in memory come one after the other");
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        logic.script("2", (contract, entry, context) -> {
            inside.countDown();
            awaitQuietly(release);
            return ScriptedLogic.usual(contract, entry);
        });
        Rerun run = start();
        RerunEngine working = open(builder().workers(1));
        inside.await();
        AtomicReference<@Nullable RerunReport> paused = new AtomicReference<>();
        Thread pausing = new Thread(() -> paused.set(engine.pause(run.id(), Actor.HOST)));
        pausing.start();
        Awaitility.await().atMost(LONG).until(() -> isHeldUp(pausing));
        release.countDown();
        pausing.join();
        working.close();

        assertThat(Objects.requireNonNull(paused.get()).done())
                .isPositive()
                .isEqualTo(run.report().done());
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aRunThatNobodyBeganCanBePausedAndResumed() {
        Rerun run = start();
        engine.pause(run.id(), Actor.HOST);
        assertThat(stream.work(1)).isZero();
        engine.resume(run.id(), Actor.HOST);
        stream.workToTheEnd();
        assertThat(run.status()).isEqualTo(RerunStatus.COMPLETED);
    }

    @Test
    void aPauseInTheMiddleOfTheFirstEntriesDoesNotOpenTheRest() {
        Rerun run = start(RerunOptions.DEFAULT.firstOnly(13));
        stream.work(2);
        engine.pause(run.id(), Actor.HOST);
        engine.resume(run.id(), Actor.HOST);
        stream.workToTheEnd();

        assertThat(run.status()).isEqualTo(RerunStatus.PAUSED);
        assertThat(run.report().done()).isEqualTo(13);
    }

    @Test
    void aCancelledRunLeavesWhatWasDoneAndPutsBackTheRest() {
        List<String> before = register();
        Rerun run = start();
        stream.work(3);

        RerunReport report = open(builder().workers(0).authorizer((caller, action, app) -> true))
                .cancel(run.id(), ANN);

        assertThat(report.status()).isEqualTo(RerunStatus.CANCELLED);
        assertThat(report.statusReason()).isEqualTo("cancelled by ann: the price list is wrong");
        int done = (int) report.done();
        assertThat(done).isBetween(3, 6);
        assertThat(report.itemsPutBack()).isEqualTo(ENTRIES - done);
        assertThat(register()).hasSize(ENTRIES);
        assertThat(register().stream().filter(before::contains)).hasSize(ENTRIES - done);
        assertThat(stream.work(5)).isZero();

        Rerun next = start();
        stream.workToTheEnd();
        assertThat(next.report().done()).isEqualTo(ENTRIES);
        assertThat(register()).doesNotContainAnyElementsOf(before);
    }

    @Test
    void aCancelledRunSaysNothingOfEntriesThatItDidNotFinish() {
        failOn(2, 3);
        Rerun run = start();
        while (run.report().failed() < 2) {
            stream.work(1);
        }

        engine.cancel(run.id(), Actor.HOST);

        assertThat(newest("2").rerunId()).isNull();
        assertThat(newest("2").diagnostics()).extracting("code").containsExactly("billed");
        assertThat(item("2:fee").rerunId()).isNull();
    }

    @Test
    void whatTookTheKeyOfAnItemThatIsToBePutBackStays() {
        Rerun run = start();
        host().addItem(APP, uiItem("2:fee", day(2)));

        RerunReport report = engine.cancel(run.id(), Actor.HOST);

        assertThat(report.itemsPutBack()).isEqualTo(ENTRIES - 1);
        assertThat(report.itemsNotPutBack()).isEqualTo(1);
        assertThat(item("2:fee").uiCreated()).isTrue();
    }

    @Test
    void everyCommandIsKeptWithCallerAndReason() {
        engine.close();
        engine = open(stepped().authorizer((caller, action, app) -> true));
        Rerun run = engine.start(RerunRequest.after(CUTOFF).onBehalfOf("ann").because("new prices"));
        engine.pause(run.id(), Actor.named("ben"));
        engine.resume(run.id(), Actor.HOST);
        failOn(2);
        stream.workToTheEnd();
        engine.retryFailed(run.id(), Actor.named("cleo").because("mended"));

        List<RerunCommand> commands = run.commands();
        assertThat(commands)
                .extracting(RerunCommand::action, RerunCommand::caller, RerunCommand::reason)
                .containsExactly(
                        tuple(RerunAction.START, "ann", "new prices"),
                        tuple(RerunAction.PAUSE, "ben", null),
                        tuple(RerunAction.RESUME, null, null),
                        tuple(RerunAction.RETRY, "cleo", "mended"));
        assertThat(commands).extracting(RerunCommand::at).isSorted();
        assertThat(commands).extracting(RerunCommand::rerunId).containsOnly(run.id());
    }

    @Test
    void aNamedCallerNeedsAnAuthorizerThatAllowsThisActionOnThisApp() {
        Rerun run = start();
        for (Callable<?> command : commands(engine, run.id(), Actor.named("ann"))) {
            assertThatExceptionOfType(RerunNotAuthorizedException.class)
                    .isThrownBy(command::call)
                    .withMessageContaining("no authorizer");
        }
        RerunEngine guarded = open(stepped().stream(new SteppedStream())
                .authorizer((caller, action, app) ->
                        caller.equals("ann") && action == RerunAction.PAUSE && app.equals(APP)));
        for (Callable<?> command : commands(guarded, run.id(), Actor.named("ben"))) {
            assertThatExceptionOfType(RerunNotAuthorizedException.class)
                    .isThrownBy(command::call)
                    .withMessageContaining("ben");
        }
        assertThat(run.status()).isEqualTo(RerunStatus.QUEUED);
        guarded.pause(run.id(), Actor.named("ann"));
        assertThatExceptionOfType(RerunNotAuthorizedException.class)
                .isThrownBy(() -> guarded.resume(run.id(), Actor.named("ann")))
                .satisfies(refusal -> assertThat(refusal.action()).isEqualTo(RerunAction.RESUME));
        assertThat(run.status()).isEqualTo(RerunStatus.PAUSED);
        assertThat(run.commands()).hasSize(2);
    }

    private static List<Callable<?>> commands(RerunEngine engine, long id, Actor actor) {
        return List.of(
                () -> engine.pause(id, actor),
                () -> engine.resume(id, actor),
                () -> engine.cancel(id, actor),
                () -> engine.retryFailed(id, actor),
                () -> engine.retryFailed(id, List.of("2"), actor));
    }

    @Test
    void anUnknownRunIsRefusedByItsNumber() {
        for (Callable<?> command : commands(engine, 4711, Actor.HOST)) {
            assertThatExceptionOfType(UnknownRerunException.class)
                    .isThrownBy(command::call)
                    .withMessageContaining("4711");
        }
    }

    @Test
    void aRunThatIsOverTakesNoCommand() {
        Rerun run = start();
        stream.workToTheEnd();
        for (Callable<?> command : commands(engine, run.id(), Actor.HOST)) {
            assertThatExceptionOfType(RerunStateException.class)
                    .isThrownBy(command::call)
                    .withMessageContaining("COMPLETED")
                    .withMessageContaining("start a new rerun");
        }
        assertThat(run.commands()).hasSize(1);
    }

    @Test
    void whatWasDoneAlreadyIsNotDoneTwice() {
        Rerun run = start();
        assertRefused(() -> engine.resume(run.id(), Actor.HOST), RerunStatus.QUEUED, "it goes on by itself");
        assertRefused(() -> engine.retryFailed(run.id(), Actor.HOST), RerunStatus.QUEUED, "can be retried then");
        engine.pause(run.id(), Actor.HOST);
        assertRefused(() -> engine.pause(run.id(), Actor.HOST), RerunStatus.PAUSED, "another command was faster");
        assertRefused(
                () -> engine.retryFailed(run.id(), Actor.HOST), RerunStatus.PAUSED, "can be retried when it is over");
        engine.cancel(run.id(), Actor.HOST);
        assertRefused(() -> engine.cancel(run.id(), Actor.HOST), RerunStatus.CANCELLED);
        assertRefused(() -> engine.pause(run.id(), Actor.HOST), RerunStatus.CANCELLED);
        assertRefused(() -> engine.resume(run.id(), Actor.HOST), RerunStatus.CANCELLED);
        assertRefused(() -> engine.retryFailed(run.id(), Actor.HOST), RerunStatus.CANCELLED);
        assertThat(run.commands()).hasSize(3);
    }

    private static void assertRefused(Callable<?> command, RerunStatus status) {
        assertRefused(command, status, "it is over");
    }

    private static void assertRefused(Callable<?> command, RerunStatus status, String remedy) {
        assertThatExceptionOfType(RerunStateException.class)
                .isThrownBy(command::call)
                .withMessageContaining(remedy)
                .satisfies(refusal -> assertThat(refusal.status()).isEqualTo(status));
    }

    @Test
    void ofTwoOperatorsOneWinsAndTheOtherIsTold() throws Exception {
        RerunEngine other = another();
        for (int round = 0; round < 5; round++) {
            Rerun run = start();
            List<Future<RerunReport>> both =
                    atOnce(() -> engine.pause(run.id(), Actor.HOST), () -> other.cancel(run.id(), Actor.HOST));
            assertThat(both.get(1).get().status()).isEqualTo(RerunStatus.CANCELLED);
            assertThat(run.status()).isEqualTo(RerunStatus.CANCELLED);
            // A pause that came first was carried out; one that came later is refused, and is not in the history.
            boolean paused = succeeded(both.get(0));
            assertThat(run.commands())
                    .extracting(RerunCommand::action)
                    .hasSize(paused ? 3 : 2)
                    .endsWith(RerunAction.CANCEL);
        }
        Rerun run = start();
        List<Future<RerunReport>> both =
                atOnce(() -> engine.cancel(run.id(), Actor.HOST), () -> other.cancel(run.id(), Actor.HOST));
        assertThat(succeeded(both.get(0))).isNotEqualTo(succeeded(both.get(1)));
    }

    private static boolean succeeded(Future<?> command) throws InterruptedException {
        try {
            command.get();
            return true;
        } catch (ExecutionException e) {
            assertThat(e).hasCauseInstanceOf(RerunStateException.class);
            return false;
        }
    }

    private static <T> List<Future<T>> atOnce(Callable<T> one, Callable<T> other) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        CyclicBarrier barrier = new CyclicBarrier(2);
        List<Future<T>> futures = new ArrayList<>();
        for (Callable<T> command : List.of(one, other)) {
            futures.add(threads.submit(() -> {
                barrier.await();
                return command.call();
            }));
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return futures;
    }

    @Test
    @SuppressWarnings("NullAway") // hosts are not all null-checked
    void badInputIsRefusedWithTheValue() {
        assertThatIllegalArgumentException().isThrownBy(() -> Actor.named(" "));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> engine.pause(1, Actor.named("x".repeat(256))))
                .withMessageContaining("caller");
        assertThatExceptionOfType(NullPointerException.class).isThrownBy(() -> engine.pause(1, null));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> engine.retryFailed(1, List.of(), Actor.HOST))
                .withMessageContaining("no entry is named");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> engine.history(APP, null, 0))
                .withMessageContaining("limit 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> start().failures(null, 1001))
                .withMessageContaining("limit 1001");
    }
}
