package dev.rerun.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rerun.api.EngineClosedException;
import dev.rerun.api.RerunInterruptedException;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunStatus;
import dev.rerun.api.RerunTimeoutException;
import dev.rerun.api.UnknownRerunException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Waiting for the end of a run. */
class RunHandleTest {
    private static final RerunReport RUNNING = Sighted.run(906_866, RerunStatus.RUNNING, 1);
    private static final RerunReport COMPLETED = Sighted.run(906_866, RerunStatus.COMPLETED, 2);

    private final Deque<RerunReport> reports = new ArrayDeque<>();
    private final FakeStore store = new FakeStore(
            (question, arguments) -> Optional.ofNullable(reports.size() > 1 ? reports.remove() : reports.peek()));
    private final Completions completions = new Completions();
    private final RunHandle run = new RunHandle(906_866, "billing", store, completions);

    /** The last one is what the store says from then on. */
    private void stands(RerunReport... each) {
        reports.addAll(List.of(each));
    }

    @Test
    void isNamedByItsNumber() {
        assertThat(run).hasToString("Rerun 906866");
        assertThat(run.id()).isEqualTo(906_866);
        assertThat(run.app()).isEqualTo("billing");
    }

    @Test
    void isNotWaitedForOnceItIsOver() {
        stands(COMPLETED);

        assertThat(run.await(Duration.ZERO)).isEqualTo(COMPLETED);
        assertThat(run.completion()).isCompletedWithValue(COMPLETED);
        assertThat(completions.awaited()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "-PT1H", "PT-2562047788015215H-30M-8S", "PT0.001S"})
    void isWaitedForAsLongAsIsSaidAndNotLonger(Duration atMost) {
        stands(RUNNING);

        assertThatExceptionOfType(RerunTimeoutException.class)
                .isThrownBy(() -> run.await(atMost))
                .withMessageContaining("RUNNING after " + atMost)
                .satisfies(timeout -> assertThat(timeout.report()).isEqualTo(RUNNING));
    }

    @Test
    void mayBeWaitedForForEver() {
        stands(RUNNING);
        CompletableFuture<RerunReport> end =
                CompletableFuture.supplyAsync(() -> run.await(Duration.ofSeconds(Long.MAX_VALUE)));
        while (completions.awaited().isEmpty()) {
            Thread.onSpinWait();
        }
        completions.ended(COMPLETED);

        assertThat(end).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(COMPLETED);
    }

    @Test
    void anEndThatNobodyToldIsSeenWhenWaitingIsOver() {
        stands(RUNNING, COMPLETED);

        assertThat(run.await(Duration.ZERO)).isEqualTo(COMPLETED);
    }

    @Test
    void whoIsInterruptedWaitsNoLongerAndStaysInterrupted() {
        stands(RUNNING);
        Thread.currentThread().interrupt();

        assertThatExceptionOfType(RerunInterruptedException.class)
                .isThrownBy(() -> run.await(Duration.ofHours(1)))
                .withMessageContaining("906866");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void isUnknownOnceItIsPurged() {
        assertThatExceptionOfType(UnknownRerunException.class)
                .isThrownBy(run::status)
                .withMessageContaining("906866");
        stands(RUNNING);
        CompletableFuture<RerunReport> end = run.completion();
        completions.gone(906_866);
        completions.gone(1);

        assertThat(end)
                .isCompletedExceptionally()
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(UnknownRerunException.class);
    }

    @Test
    void nobodyWaitsForAnEngineThatIsClosed() {
        stands(RUNNING);
        CompletableFuture<RerunReport> before = run.completion();
        completions.close();

        assertThat(before).isCompletedExceptionally();
        assertThat(completions.of(2)).isCompletedExceptionally();
        assertThatExceptionOfType(EngineClosedException.class).isThrownBy(() -> run.await(Duration.ofHours(1)));
    }

    @Test
    void whoCompletesItsFutureConcernsNobodyElse() {
        stands(RUNNING);
        CompletableFuture<RerunReport> other = completions.of(906_866);
        assertThat(run.completion()).isSameAs(run.completion());
        run.completion().cancel(false);
        assertThat(other).isNotDone();

        completions.ended(Sighted.run(1, RerunStatus.COMPLETED, 2));
        assertThat(other).isNotDone();
        completions.ended(COMPLETED);
        assertThat(other).isCompletedWithValue(COMPLETED);
    }
}
