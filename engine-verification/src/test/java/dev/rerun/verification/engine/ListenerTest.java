package dev.rerun.verification.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.rerun.api.Actor;
import dev.rerun.api.Rerun;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunListener;
import dev.rerun.api.RerunOptions;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunRequest;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.RerunEngines;
import dev.rerun.core.eligibility.Selection;
import dev.rerun.core.spi.NewRun;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** What the listeners of several engines on one store hear, and when those who wait for runs are told. */
@ParameterizedClass
@EnumSource(
        value = TestStore.class,
        names = {"H2", "POSTGRESQL"})
class ListenerTest extends SteeringFixture {
    private static final String REGISTERS = "billing[Fees]" + CUTOFF;

    private final Hearing here = new Hearing();
    private final Hearing there = new Hearing();

    /** The engine whose workers are stepped, with a listener; and another one with a listener on the same store. */
    private RerunEngine listeners() {
        engine.close();
        engine = open(stepped().listener(here));
        return open(builder().workers(0).listener(there));
    }

    private static List<String> states(Rerun run, RerunStatus... states) {
        return List.of(states).stream().map(status -> run.id() + " " + status).toList();
    }

    /** When both have heard of a later run, they have heard all there was of the earlier ones. */
    private void awaitALaterRun() {
        long later = start().id();
        here.await(later, RerunStatus.QUEUED);
        there.await(later, RerunStatus.QUEUED);
    }

    private static List<String> of(Rerun run, Hearing hearing) {
        return hearing.heard().stream()
                .filter(news -> news.startsWith(Long.toString(run.id())))
                .toList();
    }

    @Test
    void allHearOfARunWhoeverWorksOnItAndEachStateOnce() {
        RerunEngine other = listeners();
        ListAppender<ILoggingEvent> lines = listenToTheLog();
        Rerun run = start();
        there.await(run.id(), RerunStatus.QUEUED);
        stream.work(3);
        long done = run.report().done();
        Awaitility.await()
                .atMost(LONG)
                .until(() -> there.progress().contains(done) || there.heard().size() > 1);
        there.await(run.id(), RerunStatus.RUNNING);
        stream.work(1);
        long more = run.report().done();
        Awaitility.await()
                .atMost(LONG)
                .until(() -> there.progress().contains(more) && here.progress().contains(more));
        other.pause(run.id(), Actor.HOST);
        here.await(run.id(), RerunStatus.PAUSED);
        engine.resume(run.id(), Actor.HOST);
        stream.workToTheEnd();
        there.awaitAll(run.id() + " COMPLETED", REGISTERS);
        awaitALaterRun();

        assertThat(of(run, here))
                .isEqualTo(states(
                        run,
                        RerunStatus.PREPARING,
                        RerunStatus.QUEUED,
                        RerunStatus.RUNNING,
                        RerunStatus.PAUSED,
                        RerunStatus.RUNNING,
                        RerunStatus.COMPLETED));
        // What lasted less than a look may be left out.
        assertThat(of(run, there))
                .containsOnlyOnceElementsOf(states(run, RerunStatus.QUEUED, RerunStatus.PAUSED, RerunStatus.COMPLETED))
                .endsWith(run.id() + " COMPLETED");
        assertThat(here.heard()).filteredOn(REGISTERS::equals).hasSize(1);
        assertThat(there.heard()).filteredOn(REGISTERS::equals).hasSize(1);
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .filteredOn(line -> line.startsWith("Rerun " + run.id() + ", Rerun completed"))
                .hasSize(1);
    }

    private static ListAppender<ILoggingEvent> listenToTheLog() {
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        ((Logger) LoggerFactory.getLogger(RerunEngines.class)).addAppender(lines);
        return lines;
    }

    @Test
    void aRetriedRunIsToldAgain() {
        RerunEngine other = listeners();
        failOn(5);
        Rerun run = start();
        stream.workToTheEnd();
        there.awaitAll(run.id() + " COMPLETED_WITH_FAILURES", REGISTERS);
        heal(5);
        other.retryFailed(run.id(), Actor.HOST);
        stream.workToTheEnd();
        there.await(run.id(), RerunStatus.COMPLETED);
        awaitALaterRun();

        // The one that did not retry it may have missed that it was running again.
        assertThat(of(run, here)).endsWith(run.id() + " COMPLETED").containsOnlyOnce(run.id() + " COMPLETED");
        assertThat(of(run, there)).endsWith(run.id() + " RUNNING", run.id() + " COMPLETED");
        assertThat(here.heard()).filteredOn(REGISTERS::equals).hasSize(2);
        assertThat(there.heard()).filteredOn(REGISTERS::equals).hasSize(2);
    }

    @Test
    void ofRunsThatWereOverBeforeItListenedAnEngineHearsNothing() {
        Rerun old = start();
        stream.workToTheEnd();
        Rerun underWay = start();
        stream.work(1);
        listeners();
        there.await(underWay.id(), RerunStatus.RUNNING);
        stream.workToTheEnd();
        there.awaitAll(underWay.id() + " COMPLETED", REGISTERS);

        assertThat(of(old, there)).isEmpty();
        assertThat(of(underWay, there)).isEqualTo(states(underWay, RerunStatus.RUNNING, RerunStatus.COMPLETED));
    }

    @Test
    void aRunThatWasCancelledWhileItPreparedHasChangedNoRegisters() {
        RerunEngine other = listeners();
        long id = 123_456;
        store().transaction(tx -> tx.runs()
                .insert(new NewRun(
                        id,
                        RerunRequest.after(CUTOFF).ofApp(APP),
                        new Selection(
                                APP, CUTOFF, null, CUTOFF, false, tx.runs().closeEpoch(APP)),
                        Duration.ofDays(45),
                        4)));
        other.cancel(id, Actor.HOST);
        here.await(id, RerunStatus.CANCELLED);
        Rerun run = start();
        stream.workToTheEnd();
        here.awaitAll(run.id() + " COMPLETED", REGISTERS);
        there.awaitAll(run.id() + " COMPLETED", REGISTERS);

        assertThat(here.heard()).filteredOn(REGISTERS::equals).hasSize(1);
        assertThat(there.heard()).filteredOn(REGISTERS::equals).hasSize(1);
    }

    @Test
    void oneThatHangsHoldsUpNeitherStartNorWorkersNorOthers() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        Hearing late = new Hearing();
        engine.close();
        engine = open(stepped()
                .listener(new RerunListener() {
                    @Override
                    public void onStatus(RerunReport report) {
                        try {
                            released.await();
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                        late.onStatus(report);
                    }
                })
                .listener(here));
        Rerun run = start();
        stream.workToTheEnd();
        here.awaitAll(run.id() + " COMPLETED", REGISTERS);
        assertThat(late.heard()).isEmpty();
        released.countDown();
        engine.close();

        assertThat(late.heard()).isEqualTo(of(run, here)).hasSize(4);
    }

    @Test
    void oneMayCloseItsEngine() {
        CountDownLatch closed = new CountDownLatch(1);
        engine.close();
        engine = open(stepped().listener(here).listener(new RerunListener() {
            @Override
            public void onStatus(RerunReport report) {
                if (report.status() == RerunStatus.COMPLETED) {
                    engine.close();
                    closed.countDown();
                }
            }
        }));
        Rerun run = start();
        stream.workToTheEnd();

        Awaitility.await().atMost(LONG).until(() -> closed.getCount() == 0);
        assertThat(here.heard())
                .hasSizeBetween(4, 5)
                .contains(states(run, RerunStatus.COMPLETED).get(0));
    }

    @Test
    void registersThatCouldNotBeReadAreToldLater() {
        InterposedStore interposed = new InterposedStore(store());
        engine.close();
        engine = open(stepped().store(interposed).listener(here));
        interposed.refuse("Runs.registers");
        Rerun run = start();
        stream.workToTheEnd();
        here.await(run.id(), RerunStatus.COMPLETED);
        Awaitility.await().atMost(LONG).until(() -> interposed.refused() >= 3);
        assertThat(here.heard()).doesNotContain(REGISTERS);
        interposed.up();

        here.awaitAll(REGISTERS);
        engine.close();
        assertThat(here.heard()).containsOnlyOnce(REGISTERS);
    }

    @Test
    void anOutageIsSaidOnceAndTheEndIsToldWhenTheStoreIsBack() {
        InterposedStore interposed = new InterposedStore(store());
        RerunEngine other = open(builder().store(interposed).workers(0).listener(there));
        Rerun run = start();
        CompletableFuture<RerunReport> end = other.find(run.id()).orElseThrow().completion();
        there.await(run.id(), RerunStatus.QUEUED);
        ListAppender<ILoggingEvent> lines = listenToTheLog();
        interposed.down();
        stream.workToTheEnd();
        // Watch and sweeper take turns.
        Awaitility.await().atMost(LONG).until(() -> interposed.refused() >= 6);
        assertThat(end).isNotDone();
        interposed.up();

        there.awaitAll(run.id() + " COMPLETED", REGISTERS);
        assertThat(end.join().done()).isEqualTo(ENTRIES);
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .filteredOn(line -> line.startsWith("Watching"))
                .hasSize(1);
    }

    @Test
    void whoWaitsForARunOfAnotherEngineIsTold() {
        RerunEngine other = another();
        Rerun run = start();
        CompletableFuture<RerunReport> end = other.find(run.id()).orElseThrow().completion();
        CompletableFuture<RerunReport> awaited = CompletableFuture.supplyAsync(
                () -> other.find(run.id()).orElseThrow().await(LONG));
        stream.workToTheEnd();

        assertThat(end.join().status()).isEqualTo(RerunStatus.COMPLETED);
        assertThat(awaited.join().status()).isEqualTo(RerunStatus.COMPLETED);
        assertThat(other.find(run.id()).orElseThrow().completion()).isCompleted();
    }

    @Test
    void anEndThatFallsBetweenLookingAndWaitingIsNotMissed() {
        InterposedStore interposed = new InterposedStore(store());
        RerunEngine other = open(builder().store(interposed).workers(0));
        Rerun run = other.find(start().id()).orElseThrow();
        interposed.afterNextTransaction(stream::workToTheEnd);

        CompletableFuture<RerunReport> end = run.completion();

        assertThat(end).isNotDone();
        assertThat(end.join().status()).isEqualTo(RerunStatus.COMPLETED);
    }

    @Test
    void whoWaitsForARunThatIsPurgedIsToldSo() {
        InterposedStore interposed = new InterposedStore(store());
        RerunEngine other = open(builder().store(interposed).workers(0));
        Rerun run = other.find(start(RerunOptions.DEFAULT).id()).orElseThrow();
        interposed.afterNextTransaction(() -> {
            stream.workToTheEnd();
            assertThat(engine.purge(APP, Duration.ZERO)).isEqualTo(1);
        });

        CompletableFuture<RerunReport> end = run.completion();

        assertThat(end)
                .failsWithin(LONG)
                .withThrowableThat()
                .withMessageContaining("no rerun " + run.id() + " is in this store");
    }
}
