package dev.rerun.verification.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rerun.api.Actor;
import dev.rerun.api.Rerun;
import dev.rerun.api.RerunAction;
import dev.rerun.api.RerunCommand;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunStartFailedException;
import dev.rerun.api.RerunStateException;
import dev.rerun.api.RerunStatus;
import dev.rerun.api.UnknownRerunException;
import dev.rerun.core.spi.RejectedDataException;
import dev.rerun.core.spi.StoreConflictException;
import dev.rerun.core.spi.StoreException;
import java.time.Duration;
import java.util.function.BiFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Transactions that were committed though the store could not say so, and such as it takes only later: none counts twice. */
@ParameterizedClass
@EnumSource(value = TestStore.class, names = "IN_MEMORY")
class LostAnswerTest extends SteeringFixture {
    private final Hearing hearing = new Hearing();

    @SuppressWarnings("NullAway.Init") // before each test
    private InterposedStore interposed;

    @BeforeEach
    void interpose() {
        interposed = new InterposedStore(store());
        engine.close();
        engine = open(stepped().store(interposed).listener(hearing));
    }

    private void completesOnce(Rerun run) {
        stream.workToTheEnd();
        RerunReport report = run.report();
        assertThat(report.status()).isEqualTo(RerunStatus.COMPLETED);
        assertThat(report.done()).isEqualTo(ENTRIES);
        assertThat(report.itemsCreated()).isEqualTo(ENTRIES);
        assertThat(engine.history(APP)).hasSize(1);
        assertThat(register()).hasSize(ENTRIES).allMatch(item -> item.contains("v2"));
        hearing.await(run.id(), RerunStatus.COMPLETED);
        assertThat(hearing.heard())
                .filteredOn(news -> news.startsWith(Long.toString(run.id())))
                .doesNotHaveDuplicates();
    }

    @Test
    void aRunWhoseRecordWasCommittedAllTheSameIsNotRecordedTwice() {
        interposed.loseAnswer(1);

        Rerun run = start();

        assertThat(run.commands()).extracting(RerunCommand::action).containsExactly(RerunAction.START);
        hearing.await(run.id(), RerunStatus.PREPARING);
        completesOnce(run);
    }

    @Test
    void aPrepareThatWasCommittedAllTheSameIsASuccess() {
        // The first one is that of the record, and the second reads nothing but the state.
        interposed.afterTransaction(1, () -> interposed.loseAnswer(1));

        Rerun run = start();

        assertThat(run.status()).isEqualTo(RerunStatus.QUEUED);
        hearing.await(run.id(), RerunStatus.QUEUED);
        completesOnce(run);
    }

    @Test
    void aPrepareThatWasCommittedAndIsTriedAgainFindsThatItIsQueued() {
        interposed.afterTransaction(2, () -> {
            throw new StoreConflictException("the answer is lost", null);
        });

        completesOnce(start());
    }

    @Test
    void aPrepareThatMeetsAnotherTransactionBeginsAgain() {
        interposed.fail("Runs.queued", 2, () -> new StoreConflictException("somebody is in the way", null));

        Rerun run = start();

        assertThat(interposed.refused()).isEqualTo(2);
        completesOnce(run);
    }

    @Test
    void theBeginOfTheWorkIsToldOnce() {
        Rerun run = start();
        // The first one looks for runs that there is work on.
        interposed.loseAnswer(2);

        try (Story story = new Story()) {
            stream.work(1);
            assertThat(story.of("Rerun " + run.id() + ", Rerun running")).hasSize(1);
        }

        hearing.await(run.id(), RerunStatus.RUNNING);
        completesOnce(run);
    }

    @Test
    void aBatchIsWrittenOnce() {
        Rerun run = start();
        stream.work(1);
        interposed.loseAnswer(2);

        stream.work(1);

        completesOnce(run);
    }

    @Test
    void theEndIsReachedOnceWhicheverAnswerIsLost() {
        Rerun run = start();
        stream.work(10);
        for (int number = 1; number <= 4; number++) {
            interposed.loseAnswer(number);
            try {
                stream.workToTheEnd();
            } catch (StoreException e) {
                assertThat(e).hasMessageContaining("out of order");
            }
        }
        interposed.afterNextTransaction(() -> {});

        completesOnce(run);
    }

    @Test
    void aCommandIsCarriedOutAndKeptOnce() {
        failOn(2, 3);
        Rerun run = start();
        stream.work(1);

        assertKeptOnce(run, RerunAction.PAUSE, RerunStatus.PAUSED, engine::pause);
        assertKeptOnce(run, RerunAction.RESUME, RerunStatus.RUNNING, engine::resume);
        stream.workToTheEnd();
        heal(2, 3);
        assertThat(run.status()).isEqualTo(RerunStatus.COMPLETED_WITH_FAILURES);
        assertKeptOnce(run, RerunAction.RETRY, RerunStatus.RUNNING, engine::retryFailed);
        assertThat(run.report().failed()).isZero();
        assertKeptOnce(run, RerunAction.CANCEL, RerunStatus.CANCELLED, engine::cancel);
    }

    private void assertKeptOnce(
            Rerun run, RerunAction action, RerunStatus reached, BiFunction<Long, Actor, RerunReport> command) {
        // The first one finds the run.
        interposed.loseAnswer(2);

        try (Story story = new Story()) {
            assertThat(command.apply(run.id(), Actor.HOST).status()).isEqualTo(reached);
            assertThat(story.of("Rerun " + run.id())).hasSize(1);
        }

        assertThat(run.status()).isEqualTo(reached);
        assertThat(run.commands()).extracting(RerunCommand::action).containsOnlyOnce(action);
    }

    @Test
    void aCommandIsRefusedByWhereTheRunStandsWhenItsTurnComes() {
        failOn(2);
        Rerun run = start();
        RerunEngine other = another();
        engine.pause(run.id(), Actor.HOST);

        assertRefused(run, RerunStatus.RUNNING, () -> other.resume(run.id(), Actor.HOST), engine::resume);
        stream.work(1);
        assertRefused(run, RerunStatus.PAUSED, () -> other.pause(run.id(), Actor.HOST), engine::pause);
        other.resume(run.id(), Actor.HOST);
        stream.workToTheEnd();
        assertRefused(run, RerunStatus.RUNNING, () -> other.retryFailed(run.id(), Actor.HOST), engine::retryFailed);
        assertRefused(run, RerunStatus.CANCELLED, () -> other.cancel(run.id(), Actor.HOST), engine::cancel);
    }

    /** Another command is faster, after this one has looked at the run and before it has the run's lock. */
    private void assertRefused(
            Rerun run, RerunStatus status, Runnable faster, BiFunction<Long, Actor, RerunReport> command) {
        interposed.afterTransaction(1, faster);

        assertThatExceptionOfType(RerunStateException.class)
                .isThrownBy(() -> command.apply(run.id(), Actor.HOST))
                .satisfies(refusal -> assertThat(refusal.status()).isEqualTo(status));
    }

    @Test
    void aRunThatIsPurgedBeforeACommandsTurnComesIsUnknownToIt() {
        Rerun run = start();
        RerunEngine other = another();
        interposed.afterTransaction(1, () -> {
            other.cancel(run.id(), Actor.HOST);
            assertThat(other.purge(APP, Duration.ZERO)).isEqualTo(1);
        });

        assertThatExceptionOfType(UnknownRerunException.class)
                .isThrownBy(() -> engine.pause(run.id(), Actor.HOST))
                .withMessageContaining(Long.toString(run.id()));
    }

    @Test
    void aRetryThatTheStoreRefusesThoughNoOtherRunIsActiveSaysWhatTheStoreSays() {
        failOn(2);
        Rerun run = start();
        stream.workToTheEnd();
        interposed.fail("Runs.reopen", 1, () -> new RejectedDataException("a constraint of the host's", null));

        assertThatExceptionOfType(RejectedDataException.class)
                .isThrownBy(() -> engine.retryFailed(run.id(), Actor.HOST))
                .withMessage("a constraint of the host's");
        assertThat(run.status()).isEqualTo(RerunStatus.COMPLETED_WITH_FAILURES);
    }

    @Test
    void whoseStoreFailsForGoodIsToldWhatToAskLater() {
        interposed.afterTransaction(1, interposed::down);

        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(this::start)
                .withMessageContaining("cannot say whether it was committed")
                .satisfies(error -> {
                    interposed.up();
                    long id = engine.history(APP).get(0).id();
                    assertThat(error).hasMessageContaining("find(" + id + ")");
                    assertThat(error).cause().satisfies(cause -> assertThat(cause.getSuppressed())
                            .hasSize(1));
                });
    }

    @Test
    void aConflictThatIsInterruptedIsTriedNoMore() {
        interposed.fail("Runs.queued", 100, () -> new StoreConflictException("somebody is in the way", null));
        Thread.currentThread().interrupt();

        assertThatExceptionOfType(RerunStartFailedException.class)
                .isThrownBy(this::start)
                .withMessageContaining("somebody is in the way");

        assertThat(Thread.interrupted()).isTrue();
        assertThat(interposed.refused()).isEqualTo(1);
        assertThat(engine.history(APP).get(0).status()).isEqualTo(RerunStatus.FAILED);
    }
}
