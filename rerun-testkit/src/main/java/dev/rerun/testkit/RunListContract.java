package dev.rerun.testkit;

import static dev.rerun.testkit.Stage.MICRO;
import static dev.rerun.testkit.Stage.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.eligibility.Selection;
import dev.rerun.core.spi.Run;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Tests of how {@link dev.rerun.core.spi.Runs} lists runs by how far they came. It promises:
 *
 * <ul>
 *   <li><b>R16</b> Not over are the runs in a state that is not terminal, of all apps, oldest first, each with its report.
 *   <li><b>R17</b> Ended since an instant are the runs whose end is at it or later, of all apps, by their ends.
 *   <li><b>R18</b> Ended until an instant are the runs of an app whose end is at it or earlier, oldest first, no more than asked
 *       for.
 * </ul>
 */
public interface RunListContract extends StoreContract {
    /** R16. */
    @Test
    @DisplayName(
            "R16 not over are the runs of all apps in states that are not terminal, oldest first, with their reports")
    default void listsRunsThatAreNotOver() {
        Stage stage = Stage.of(this);
        for (RerunStatus status : RerunStatus.values()) {
            stage.move(start(stage, "app " + status), status);
        }
        List<RerunReport> notOver = stage.list(transaction -> transaction.runs().notOver());
        assertThat(notOver)
                .extracting(RerunReport::status)
                .containsExactly(RerunStatus.PREPARING, RerunStatus.QUEUED, RerunStatus.RUNNING, RerunStatus.PAUSED);
        assertThat(notOver)
                .extracting(Snapshot::still)
                .isEqualTo(notOver.stream()
                        .map(report -> Snapshot.still(stage.report(report.id())))
                        .toList());
    }

    /** R16. */
    @Test
    @DisplayName("R16 no run is not over in a store whose runs have ended, or that has none")
    default void listsNothingWhenAllIsOver() {
        Stage stage = Stage.of(this);
        assertThat(stage.list(transaction -> transaction.runs().notOver())).isEmpty();
        stage.end(stage.start(NOON));
        assertThat(stage.list(transaction -> transaction.runs().notOver())).isEmpty();
    }

    /** R17. */
    @Test
    @DisplayName("R17 ended since an instant are the runs of all apps that ended at it or later, by their ends")
    default void listsRunsThatEndedLately() {
        Stage stage = Stage.of(this);
        List<Run> runs = List.of(
                start(stage, "one"),
                start(stage, "two"),
                start(stage, "three"),
                start(stage, "four"),
                start(stage, "5"));
        Instant third = end(stage, runs.get(2), RerunStatus.COMPLETED);
        Instant first = end(stage, runs.get(0), RerunStatus.FAILED);
        Instant fourth = end(stage, runs.get(3), RerunStatus.CANCELLED);
        Instant second = end(stage, runs.get(1), RerunStatus.COMPLETED_WITH_FAILURES);
        stage.move(runs.get(4), RerunStatus.RUNNING);
        assertThat(endedSince(stage, third)).containsExactly(third, first, fourth, second);
        assertThat(endedSince(stage, third.plus(MICRO))).containsExactly(first, fourth, second);
        assertThat(endedSince(stage, second)).containsExactly(second);
        assertThat(endedSince(stage, second.plus(MICRO))).isEmpty();
        assertThat(stage.list(transaction -> transaction.runs().endedSince(second)))
                .extracting(Snapshot::still)
                .containsExactly(Snapshot.still(stage.report(runs.get(1).id())));
    }

    /** R18. */
    @Test
    @DisplayName("R18 ended until an instant are the runs of one app that ended at it or earlier, oldest first")
    default void listsRunsThatEndedLongAgo() {
        Stage stage = Stage.of(this);
        Run one = start(stage, "one");
        Instant first = end(stage, one, RerunStatus.COMPLETED);
        end(stage, start(stage, "two"), RerunStatus.COMPLETED);
        Run two = start(stage, "one");
        Instant second = end(stage, two, RerunStatus.CANCELLED);
        Run three = start(stage, "one");
        Instant third = end(stage, three, RerunStatus.FAILED);
        start(stage, "one");
        assertThat(ended(stage, first.minus(MICRO), 100)).isEmpty();
        assertThat(ended(stage, first, 100)).containsExactly(one.id());
        assertThat(ended(stage, second, 100)).containsExactly(one.id(), two.id());
        assertThat(ended(stage, third, 100)).containsExactly(one.id(), two.id(), three.id());
        assertThat(ended(stage, third, 2)).containsExactly(one.id(), two.id());
        assertThat(stage.list(transaction -> transaction.runs().ended("nowhere", third, 100)))
                .isEmpty();
    }

    private static Run start(Stage stage, String app) {
        return stage.start(1, epoch -> new Selection(app, NOON, null, NOON, false, epoch));
    }

    /** Ends a run, and answers when the store's clock has moved on. */
    private static Instant end(Stage stage, Run run, RerunStatus status) {
        stage.move(run, status);
        Instant end = Objects.requireNonNull(stage.report(run.id()).finishedAt());
        while (!stage.<Instant>in(transaction -> transaction.now()).isAfter(end)) {
            Thread.onSpinWait();
        }
        return end;
    }

    private static List<Instant> endedSince(Stage stage, Instant since) {
        return stage.list(transaction -> transaction.runs().endedSince(since)).stream()
                .map(report -> Objects.requireNonNull(report.finishedAt()))
                .toList();
    }

    private static List<Long> ended(Stage stage, Instant until, int limit) {
        return stage.list(transaction -> transaction.runs().ended("one", until, limit));
    }
}
