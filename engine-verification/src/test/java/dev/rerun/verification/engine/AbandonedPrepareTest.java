package dev.rerun.verification.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rerun.api.ActiveRerunException;
import dev.rerun.api.Actor;
import dev.rerun.api.Rerun;
import dev.rerun.api.RerunAction;
import dev.rerun.api.RerunCommand;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunRequest;
import dev.rerun.api.RerunStartFailedException;
import dev.rerun.api.RerunStateException;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.InProcessStream;
import dev.rerun.core.RerunEngines;
import dev.rerun.core.eligibility.Selection;
import dev.rerun.core.spi.NewRun;
import dev.rerun.core.spi.StoreConflictException;
import dev.rerun.testkit.InMemoryStore;
import dev.rerun.testkit.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of runs that are cancelled, or left alone, before they are queued; the store's clock stands still. */
class AbandonedPrepareTest {
    private static final String APP = EngineFixture.APP;
    private static final Instant CUTOFF = EngineFixture.CUTOFF;
    private static final long ABANDONED = 123_456;

    private final SettableClock clock = new SettableClock(EngineFixture.NOW);
    private final InMemoryStore store = new InMemoryStore(clock);
    private final InterposedStore interposed = new InterposedStore(store);
    private final Hearing hearing = new Hearing();
    private final List<RerunEngine> engines = new ArrayList<>();

    @SuppressWarnings("NullAway.Init") // before each test
    private RerunEngine engine;

    @BeforeEach
    void open() {
        engine = open(builder().store(interposed).listener(hearing));
        engine.process(
                List.of(EngineFixture.entry(2, EngineFixture.day(2)), EngineFixture.entry(3, EngineFixture.day(3))));
    }

    @AfterEach
    void close() {
        engines.forEach(RerunEngine::close);
    }

    private RerunEngines.Builder builder() {
        return RerunEngines.builder().app(APP).store(store).stream(new InProcessStream(Duration.ofMillis(10)))
                .contracts(EngineFixture.rate("v1", "0.10"))
                .logic(new ScriptedLogic())
                .workers(0);
    }

    private RerunEngine open(RerunEngines.Builder builder) {
        RerunEngine engine = builder.build();
        engines.add(engine);
        return engine;
    }

    /** Records a run as a process does that then dies. */
    private void leaveARunAlone() {
        store.transaction(tx -> tx.runs()
                .insert(new NewRun(
                        ABANDONED,
                        RerunRequest.after(CUTOFF).ofApp(APP),
                        new Selection(
                                APP, CUTOFF, null, CUTOFF, false, tx.runs().closeEpoch(APP)),
                        Duration.ofDays(45),
                        4)));
    }

    private Rerun abandoned() {
        return engine.find(ABANDONED).orElseThrow();
    }

    @Test
    void aRunThatWasJustRecordedHoldsUpTheNextOne() {
        leaveARunAlone();

        assertThatExceptionOfType(ActiveRerunException.class)
                .isThrownBy(() -> engine.start(CUTOFF))
                .withMessageContaining(Long.toString(ABANDONED));
        assertThat(abandoned().status()).isEqualTo(RerunStatus.PREPARING);
    }

    @Test
    void aRunThatWasLeftAloneIsFailedByTheNextStartWhichSaysSo() {
        leaveARunAlone();
        clock.advance(Duration.ofSeconds(6));

        Rerun next = engine.start(CUTOFF);

        assertThat(next.status()).isEqualTo(RerunStatus.QUEUED);
        assertThat(abandoned().status()).isEqualTo(RerunStatus.FAILED);
        assertThat(abandoned().report().statusReason()).isEqualTo("the process that prepared it is gone");
        hearing.awaitAll(ABANDONED + " FAILED", next.id() + " PREPARING", next.id() + " QUEUED");
    }

    @Test
    void aRunThatWasLeftAloneIsFailedAfterAWhileThoughNobodyStartsAnother() {
        leaveARunAlone();
        clock.advance(Duration.ofSeconds(6));

        Awaitility.await().atMost(EngineFixture.LONG).until(() -> abandoned().status() == RerunStatus.FAILED);
        hearing.await(ABANDONED, RerunStatus.FAILED);
    }

    @Test
    void aRunThatThisEngineStillTriesToPrepareIsNotAbandoned() {
        List<Throwable> refusals = new ArrayList<>();
        interposed.fail("Runs.queued", 1, () -> {
            clock.advance(Duration.ofMinutes(1));
            return new StoreConflictException("somebody is in the way", null);
        });
        // Between the two tries nobody holds the run's lock.
        interposed.afterConflict(() -> {
            try {
                engine.start(CUTOFF);
            } catch (ActiveRerunException e) {
                refusals.add(e);
            }
        });

        Rerun run = engine.start(CUTOFF);

        assertThat(refusals).hasSize(1);
        assertThat(run.status()).isEqualTo(RerunStatus.QUEUED);
    }

    @Test
    void aRunThatIsPreparedIsNoLongerThisEnginesToKeep() {
        interposed.refuse("Preparation.freeze");
        assertThatExceptionOfType(RerunStartFailedException.class).isThrownBy(() -> engine.start(CUTOFF));
        interposed.up();

        assertThat(engine.start(CUTOFF).status()).isEqualTo(RerunStatus.QUEUED);
    }

    @Test
    void aCancelEndsARunThatNobodyPrepares() {
        leaveARunAlone();
        RerunReport report;
        try (Story story = new Story()) {
            report = engine.cancel(ABANDONED, Actor.HOST.because("wrong day"));
            assertThat(story.of("Rerun 123456, Rerun cancelled by the host: wrong day"))
                    .hasSize(1);
        }

        assertThat(report.status()).isEqualTo(RerunStatus.CANCELLED);
        assertThat(report.statusReason()).isEqualTo("cancelled by the host: wrong day");
        assertThat(abandoned().commands()).extracting(RerunCommand::action).containsExactly(RerunAction.CANCEL);
        hearing.await(ABANDONED, RerunStatus.CANCELLED);
        assertThat(engine.start(CUTOFF).status()).isEqualTo(RerunStatus.QUEUED);
    }

    @Test
    void aCancelWhoseAnswerIsLostIsKeptOnce() {
        for (int number = 2; number <= 3; number++) {
            leaveARunAlone();
            interposed.loseAnswer(number);

            assertThat(engine.cancel(ABANDONED, Actor.HOST).status()).isEqualTo(RerunStatus.CANCELLED);

            assertThat(abandoned().commands()).hasSize(1);
            assertThat(engine.purge(APP, Duration.ZERO)).isEqualTo(1);
        }
    }

    @Test
    void aCancelThatFindsTheRunCancelledOnItsBehalfIsCarriedOut() {
        leaveARunAlone();
        // As the preparing process does when it sees the command.
        interposed.afterTransaction(2, () -> move(RerunStatus.CANCELLED));

        assertThat(engine.cancel(ABANDONED, Actor.HOST).status()).isEqualTo(RerunStatus.CANCELLED);
    }

    @Test
    void aCancelThatComesTooLateIsRefused() {
        leaveARunAlone();
        interposed.afterTransaction(2, () -> move(RerunStatus.FAILED));

        assertThatExceptionOfType(RerunStateException.class)
                .isThrownBy(() -> engine.cancel(ABANDONED, Actor.HOST))
                .withMessageContaining("FAILED");
    }

    @Test
    void aCancelWaitsWhileThePreparingProcessHoldsItsRun() {
        leaveARunAlone();
        interposed.fail("Runs.lock", 11, () -> new StoreConflictException("the lock is not to be had", null));

        assertThat(engine.cancel(ABANDONED, Actor.HOST).status()).isEqualTo(RerunStatus.CANCELLED);
        assertThat(interposed.refused()).isEqualTo(11);
    }

    @Test
    void aCancelOfARunThatWasQueuedMeanwhileWaitsNoLonger() {
        leaveARunAlone();
        interposed.fail("Runs.lock", 100, () -> new StoreConflictException("the lock is not to be had", null));
        interposed.afterConflict(() -> move(RerunStatus.QUEUED));

        assertThatExceptionOfType(StoreConflictException.class).isThrownBy(() -> engine.cancel(ABANDONED, Actor.HOST));
        assertThat(interposed.refused()).isEqualTo(10);
    }

    private void move(RerunStatus status) {
        store.transaction(tx -> {
            tx.runs().lock(ABANDONED);
            tx.runs().moveTo(ABANDONED, status, "by another process");
            return true;
        });
    }

    @Test
    void aPauseOfARunThatIsPreparedIsRefusedWithWhatCanBeDone() {
        leaveARunAlone();

        assertThatExceptionOfType(RerunStateException.class)
                .isThrownBy(() -> engine.pause(ABANDONED, Actor.HOST))
                .withMessageContaining("PREPARING")
                .withMessageContaining("cancel it, or wait until it is queued");
        assertThat(abandoned().commands()).isEmpty();
    }

    @Test
    void aStartIsToldThatItsRunWasCancelledBeforeItsPrepareBegan() {
        List<String> before = items();
        RerunEngine other = open(builder());
        interposed.afterTransaction(1, () -> other.cancel(newest().id(), Actor.HOST.because("wrong day")));

        assertThatExceptionOfType(RerunStartFailedException.class)
                .isThrownBy(() -> engine.start(CUTOFF))
                .withMessageContaining("cancelled by the host: wrong day");

        assertThat(newest().status()).isEqualTo(RerunStatus.CANCELLED);
        assertThat(newest().queuedAt()).isNull();
        assertThat(items()).isEqualTo(before);
        assertThat(engine.start(CUTOFF).status()).isEqualTo(RerunStatus.QUEUED);
    }

    @Test
    void aPrepareThatSeesACancelEndsTheRunOnItsBehalf() {
        List<String> before = items();
        for (String seenAt : List.of("Runs.lock", "Preparation.freeze", "Preparation.countKept")) {
            // Where a server lets others in, the command comes while the prepare's transaction is going on.
            interposed.before(seenAt, tx -> tx.runs()
                    .record(
                            tx.runs().history(APP, null, 1).get(0).id(),
                            RerunAction.CANCEL,
                            Actor.HOST.because("wrong day")));

            assertThatExceptionOfType(RerunStartFailedException.class)
                    .as(seenAt)
                    .isThrownBy(() -> engine.start(CUTOFF))
                    .withMessageContaining("cancelled by the host: wrong day");
            assertThat(items()).isEqualTo(before);
        }
    }

    private List<String> items() {
        return store.items(APP).stream().map(String::valueOf).toList();
    }

    private RerunReport newest() {
        return engine.history(APP).get(0);
    }
}
