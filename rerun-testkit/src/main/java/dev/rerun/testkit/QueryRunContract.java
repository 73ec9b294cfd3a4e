package dev.rerun.testkit;

import static dev.rerun.testkit.Queries.ALL;
import static dev.rerun.testkit.Queries.withId;
import static dev.rerun.testkit.Stage.APP;
import static dev.rerun.testkit.Stage.NOON;
import static dev.rerun.testkit.Stage.after;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.EntryCondition;
import dev.rerun.api.EntryQuery;
import dev.rerun.api.RerunOptions;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.spi.RejectedDataException;
import dev.rerun.core.spi.Run;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Tests of how runs that a query selects stand beside each other and beside others. {@link dev.rerun.core.spi.Preparation} and
 * {@link dev.rerun.core.spi.Runs} promise:
 *
 * <ul>
 *   <li><b>Q5</b> An entry that is queued in another run of the app that has a query and is not over is left out where a query
 *       freezes, counts and previews, also when that run is done with it; and comes back when it is over.
 *   <li><b>Q6</b> An app may have several runs with a query that are not over, beside one without. The active one is the one
 *       without; wherever runs are listed, all are.
 *   <li><b>Q7</b> A run and its reports tell the query in words, and no reports tell it otherwise; of a whole window there are none.
 * </ul>
 */
public interface QueryRunContract extends StoreContract {
    /** Q5. */
    @Test
    @DisplayName("Q5 what is queued in a run that has a query is left out until that run is over, however it ends")
    default void leavesOutWhatIsQueued() {
        Stage stage = Stage.of(this);
        Queries queries = Queries.of(stage);
        Queries.populate(stage, 4);
        Stream.of(RerunStatus.values()).filter(RerunStatus::terminal).forEach(end -> {
            Run other = queries.queue(withId("1", "3"));
            for (RerunStatus status : List.of(RerunStatus.QUEUED, RerunStatus.RUNNING, RerunStatus.PAUSED)) {
                stage.move(other, status);
                assertSelected(queries, "2", "4");
            }
            stage.move(other, end);
            assertSelected(queries, "1", "2", "3", "4");
        });
    }

    /** Q5. */
    @Test
    @DisplayName("Q5 what a run is done with is left out too while it is not over, and again when it is reopened")
    default void leavesOutWhatIsDone() {
        Stage stage = Stage.of(this);
        Queries queries = Queries.of(stage);
        Queries.populate(stage, 4);
        Run other = queries.queue(withId("1", "2", "3"));
        Worker worker = Worker.of(stage, other).failing("2");
        for (int entries = 1; entries <= 2; entries++) {
            worker.work(0, entries);
            assertSelected(queries, "4");
        }
        stage.move(other, RerunStatus.COMPLETED_WITH_FAILURES);
        assertSelected(queries, "1", "2", "3", "4");
        stage.locked(other, transaction -> transaction.runs().reopen(other.id()));
        assertSelected(queries, "4");
    }

    /** Q5. */
    @Test
    @DisplayName(
            "Q5 a limit takes the first entries of those that no other run has, and gates are at the first of these")
    default void limitsWhatIsLeft() {
        Stage stage = Stage.of(this);
        Queries.populate(stage, 5);
        Queries two = Queries.of(stage).with(RerunOptions.DEFAULT.limit(2));
        Run first = two.queue(ALL);
        assertThat(two.preview(ALL, 50)).containsExactlyInAnyOrder("3", "4");
        Run second = two.with(RerunOptions.DEFAULT.limit(2).firstOnly(1)).queue(ALL);
        assertThat(stage.queuedIds(second)).containsExactly("3");
        assertThat(two.count(ALL)).isEqualTo(1);
        assertThat(stage.queuedIds(two.queue(ALL))).containsExactly("5");
        assertThat(two.count(ALL)).isZero();
        assertThat(stage.queuedIds(first)).containsExactlyInAnyOrder("1", "2");
    }

    /** Q5. */
    @Test
    @DisplayName("Q5 runs of whole windows, and of other apps, hold nothing back, and nothing is held back from them")
    default void selectsWhatOthersHave() {
        Stage stage = Stage.of(this);
        Queries queries = Queries.of(stage);
        Queries.populate(stage, 4);
        stage.process(
                new ActivityEntry("other", "1", "quay", NOON, NOON, ""),
                new ActivityEntry("other", "2", "quay", NOON, NOON, ""));
        Run window = stage.queue(1, epoch -> after(NOON, epoch));
        queries.ofApp("other").queue(ALL);
        assertSelected(queries, "1", "2", "3", "4");
        queries.queue(withId("1", "2"));
        stage.end(window);
        assertThat(queries.preview(null, 50)).containsExactlyInAnyOrder("1", "2", "3", "4");
        assertThat(stage.queuedIds(stage.queue(1, epoch -> after(NOON, epoch)))).hasSize(4);
    }

    /** Q6. */
    @Test
    @DisplayName("Q6 an app has several runs with a query beside one without, which alone is the active one")
    default void runsSeveral() {
        Stage stage = Stage.of(this);
        Queries queries = Queries.of(stage);
        queries.start(ALL);
        assertThat(stage.optionalLong(transaction -> transaction.runs().active(APP)))
                .isEmpty();
        Run window = stage.start(NOON);
        Run second = queries.start(ALL);
        assertThat(stage.optionalLong(transaction -> transaction.runs().active(APP)))
                .hasValue(window.id());
        assertThatThrownBy(() -> stage.start(NOON)).isInstanceOf(RejectedDataException.class);
        stage.end(second);
        assertThat(stage.optionalLong(transaction -> transaction.runs().active(APP)))
                .hasValue(window.id());
        stage.end(window);
        assertThat(stage.optionalLong(transaction -> transaction.runs().active(APP)))
                .isEmpty();
    }

    /** Q6. */
    @Test
    @DisplayName("Q6 all runs of an app are among the abandoned, the workable, those not over, and in the history")
    default void listsAll() {
        Stage stage = Stage.of(this);
        Queries queries = Queries.of(stage);
        List<Run> runs = List.of(queries.start(ALL), stage.start(NOON), queries.start(ALL));
        List<Long> ids = runs.stream().map(Run::id).toList();
        assertThat(stage.list(transaction -> transaction.runs().lockAbandoned(Duration.ZERO)))
                .containsExactlyInAnyOrderElementsOf(ids);
        assertListed(stage, ids);
        runs.forEach(run -> stage.move(run, RerunStatus.QUEUED));
        assertThat(stage.list(transaction -> transaction.runs().workable()))
                .extracting(Run::id)
                .containsExactlyInAnyOrderElementsOf(ids);
        assertListed(stage, ids);
        runs.forEach(stage::end);
        assertThat(stage.list(transaction -> transaction.runs().workable())).isEmpty();
        assertThat(stage.list(transaction -> transaction.runs().notOver())).isEmpty();
        assertThat(history(stage)).containsExactlyInAnyOrderElementsOf(ids);
    }

    /** Q6. */
    @Test
    @DisplayName("Q6 a run with a query is reopened beside any other runs, and one without beside runs with one")
    default void reopensBesideOthers() {
        Stage stage = Stage.of(this);
        Queries queries = Queries.of(stage);
        Run window = stage.start(NOON);
        stage.move(window, RerunStatus.COMPLETED_WITH_FAILURES);
        Run query = queries.start(ALL);
        stage.move(query, RerunStatus.COMPLETED_WITH_FAILURES);
        queries.start(ALL);
        for (Run run : List.of(window, query)) {
            stage.locked(run, transaction -> transaction.runs().reopen(run.id()));
            assertThat(stage.report(run.id()).status()).isEqualTo(RerunStatus.RUNNING);
            assertThat(stage.optionalLong(transaction -> transaction.runs().active(APP)))
                    .hasValue(window.id());
        }
        stage.end(window);
        assertThat(stage.list(transaction -> transaction.runs().workable()))
                .extracting(Run::id)
                .containsExactly(query.id());
    }

    /** Q7. */
    @Test
    @DisplayName("Q7 a run and all reports of it tell its query in words, and the request has none")
    default void tellsTheQuery() {
        Stage stage = Stage.of(this);
        Queries queries = Queries.of(stage);
        EntryQuery query = withId("it's 'Möwe'\n", "2".repeat(200), "\uD83D\uDEA2?", "%s")
                .and(EntryCondition.withId(Set.of("3".repeat(200))))
                .and(EntryCondition.notProcessedSince(NOON));
        for (EntryQuery one : List.of(ALL, query)) {
            Run run = queries.start(one);
            assertThat(run.selectedBy()).isEqualTo(one.toString());
            assertThat(run.handled()).isTrue();
            assertThat(stage.optional(transaction -> transaction.runs().lock(run.id())))
                    .contains(run);
            assertTold(stage, run, one);
            stage.move(run, RerunStatus.QUEUED);
            assertTold(stage, run, one);
            stage.end(run);
            assertTold(stage, run, one);
        }
    }

    /** Q7. */
    @Test
    @DisplayName("Q7 a run of a whole window has no query, whatever runs are beside it")
    default void tellsOfWindows() {
        Stage stage = Stage.of(this);
        Queries.of(stage).queue(ALL);
        Run run = stage.start(NOON);
        assertThat(run.selectedBy()).isNull();
        assertThat(run.handled()).isFalse();
        assertThat(reports(stage, run)).isNotEmpty().allSatisfy(report -> {
            assertThat(report.selectedBy()).isNull();
            assertThat(report.request().query()).isNull();
        });
    }

    private static void assertSelected(Queries queries, String... ids) {
        assertThat(queries.count(ALL)).isEqualTo(ids.length);
        assertThat(queries.preview(ALL, 50)).containsExactlyInAnyOrder(ids);
        assertThat(queries.frozen(ALL)).containsExactlyInAnyOrder(ids);
    }

    private static void assertListed(Stage stage, List<Long> ids) {
        assertThat(stage.list(transaction -> transaction.runs().notOver()))
                .extracting(RerunReport::id)
                .containsExactlyInAnyOrderElementsOf(ids);
        assertThat(history(stage)).containsExactlyInAnyOrderElementsOf(ids);
    }

    private static List<Long> history(Stage stage) {
        return stage.list(transaction -> transaction.runs().history(APP, null, 50)).stream()
                .map(RerunReport::id)
                .toList();
    }

    private static void assertTold(Stage stage, Run run, EntryQuery query) {
        assertThat(stage.list(transaction -> transaction.runs().workable()))
                .allSatisfy(one -> assertThat(one.selectedBy()).isEqualTo(query.toString()));
        assertThat(reports(stage, run)).isNotEmpty().allSatisfy(report -> {
            assertThat(report.selectedBy()).isEqualTo(query.toString());
            assertThat(report.request().query()).isNull();
        });
    }

    /** From wherever it is reported. */
    private static List<RerunReport> reports(Stage stage, Run run) {
        return stage.list(transaction -> {
            List<RerunReport> reports = new ArrayList<>(transaction.runs().notOver());
            reports.addAll(transaction.runs().history(APP, null, 50));
            reports.addAll(transaction.runs().endedSince(Stage.LONG_AGO));
            reports.removeIf(report -> report.id() != run.id());
            reports.add(transaction.runs().report(run.id()).orElseThrow());
            return reports;
        });
    }
}
