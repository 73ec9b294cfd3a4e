package dev.rerun.testkit;

import static dev.rerun.testkit.Stage.APP;
import static dev.rerun.testkit.Stage.NOON;
import static dev.rerun.testkit.Stage.after;
import static dev.rerun.testkit.Stage.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rerun.api.ActivityOutcome;
import dev.rerun.api.FailedEntry;
import dev.rerun.api.OutcomeStatus;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.spi.Lane;
import dev.rerun.core.spi.QueuedEntry;
import dev.rerun.core.spi.RejectedDataException;
import dev.rerun.core.spi.Run;
import dev.rerun.core.spi.Tally;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Tests of {@link dev.rerun.core.spi.Lanes#requeue} and {@link dev.rerun.core.spi.Runs#reopen}, which promise:
 *
 * <ul>
 *   <li><b>L13</b> Entries are queued again at the ends of their lanes, in the order of their old numbers, and their lanes are
 *       open to the new ends.
 *   <li><b>L14</b> Named entries take the held ones of their ordering keys along; all others stay listed.
 *   <li><b>L15</b> What is queued again is no longer listed and no longer counted, and its outcomes of the run are gone.
 *   <li><b>L16</b> An ID that is not of an entry that failed in the run is refused, and nothing is done.
 *   <li><b>R19</b> A reopened run is {@code RUNNING} without an end, and the app's active run; its tally begins anew. It is
 *       refused while the app has another active run.
 * </ul>
 */
public interface RetryContract extends StoreContract {
    /** L13. */
    @Test
    @DisplayName("L13 all that failed or is held is queued again behind its lane's end, in the old order")
    default void queuesAllAgain() {
        Stage stage = Stage.of(this);
        Run run = populate(stage, 4);
        Map<Integer, List<QueuedEntry>> old = stage.outstanding(run);
        Set<String> again = Set.of("2", "4", "7", "10", "11", "12");
        List<Lane> before = finish(stage, run, Set.of("4", "2", "11", "12"), Set.of("10", "7"));
        assertThat(requeue(stage, run, null)).isEqualTo(6);
        List<QueuedEntry> queued = new ArrayList<>();
        List<Lane> lanes = new ArrayList<>();
        for (Lane lane : before) {
            long end = lane.end();
            for (QueuedEntry one : old.getOrDefault(lane.number(), List.of())) {
                if (again.contains(one.entryId())) {
                    queued.add(new QueuedEntry(++end, one.entryId(), one.entry()));
                }
            }
            lanes.add(new Lane(run.id(), lane.number(), lane.end(), end));
        }
        assertThat(Worker.of(stage, run).lanes()).isEqualTo(lanes);
        assertThat(stage.outstanding(run).values().stream().flatMap(List::stream))
                .containsExactlyElementsOf(queued);
        assertThat(stage.list(transaction -> transaction.lanes().open(run.id(), 100)))
                .isEqualTo(lanes.stream().filter(Lane::open).toList())
                .hasSizeGreaterThan(1);
    }

    /** L13. */
    @Test
    @DisplayName("L13 what fails again can be queued again, in the order of its newest numbers")
    default void queuesAgainAfterFailingAgain() {
        Stage stage = Stage.of(this);
        Run run = populate(stage, 1);
        finish(stage, run, Set.of("2", "4", "6"), Set.of("10"));
        assertThat(requeue(stage, run, List.of("6"))).isEqualTo(1);
        assertThat(stage.queuedIds(run)).containsExactly("6");
        Worker.of(stage, run).failing("6").work();
        assertThat(requeue(stage, run, null)).isEqualTo(4);
        assertThat(stage.outstanding(run).get(0))
                .extracting(QueuedEntry::sequence)
                .containsExactly(14L, 15L, 16L, 17L);
        assertThat(stage.queuedIds(run)).containsExactly("2", "4", "10", "6");
        Worker.of(stage, run).work();
        assertThat(requeue(stage, run, null)).isZero();
        assertThat(Worker.of(stage, run).lanes()).containsExactly(new Lane(run.id(), 0, 17, 17));
    }

    /** L14. */
    @Test
    @DisplayName("L14 named entries take along what is held of their keys, and leave the rest listed as it was")
    default void takesHeldEntriesAlong() {
        Stage stage = Stage.of(this);
        Run run = populate(stage, 3);
        finish(stage, run, Set.of("1", "2", "3", "6"), Set.of("4", "7", "5", "8"));
        List<FailedEntry> before = parked(stage, run);
        assertThat(requeue(stage, run, List.of("1", "6", "1"))).isEqualTo(4);
        assertThat(stage.queuedIds(run)).containsExactlyInAnyOrder("1", "4", "7", "6");
        List<String> ofShipOne =
                stage.queuedIds(run).stream().filter(id -> !id.equals("6")).toList();
        assertThat(ofShipOne).containsExactly("1", "4", "7");
        assertThat(parked(stage, run))
                .isEqualTo(before.stream()
                        .filter(one -> Set.of("2", "3", "5", "8").contains(one.entryId()))
                        .toList());
    }

    /** L14. */
    @Test
    @DisplayName("L14 an entry that is no longer stored, and so has no key, is queued again alone")
    default void queuesEntriesWithoutKeyAgain() {
        Stage stage = Stage.of(this);
        Run run = populate(stage, 1);
        stage.host.removeEntry(APP, "2");
        stage.host.removeEntry(APP, "5");
        finish(stage, run, Set.of("2", "5", "3"), Set.of("6"));
        assertThat(requeue(stage, run, List.of("2"))).isEqualTo(1);
        assertThat(stage.outstanding(run).get(0)).containsExactly(new QueuedEntry(13, "2", null));
        assertThat(parked(stage, run)).extracting(FailedEntry::entryId).containsExactly("3", "5", "6");
    }

    /** L15. */
    @Test
    @DisplayName("L15 lanes and report count what is queued again as outstanding, and it is listed no more")
    default void uncountsFailures() {
        Stage stage = Stage.of(this);
        Run run = populate(stage, 3);
        finish(stage, run, Set.of("1", "2", "3"), Set.of("4", "5"));
        assertThat(counts(stage, run)).containsExactly(12L, 7L, 3L, 2L, 0L);
        requeue(stage, run, List.of("1"));
        assertThat(counts(stage, run)).containsExactly(12L, 7L, 2L, 1L, 2L);
        requeue(stage, run, List.of("2", "3"));
        assertThat(counts(stage, run)).containsExactly(12L, 7L, 0L, 0L, 5L);
        assertThat(parked(stage, run)).isEmpty();
        assertThat(stage.list(transaction -> transaction.lanes().causes(run.id(), 9)))
                .isEmpty();
        Worker.of(stage, run).work();
        assertThat(counts(stage, run)).containsExactly(12L, 12L, 0L, 0L, 0L);
    }

    /** L15. */
    @Test
    @DisplayName("L15 the outcomes of the run for what is queued again are gone, and all others stay")
    default void forgetsOutcomes() {
        Stage stage = Stage.of(this);
        Run first = populate(stage, 2);
        finish(stage, first, Set.of("1"), Set.of());
        stage.move(first, RerunStatus.COMPLETED_WITH_FAILURES);
        Run run = stage.queue(2, epoch -> after(NOON, epoch));
        finish(stage, run, Set.of("1", "2"), Set.of());
        List<ActivityOutcome> done = outcomes(stage, "3");
        List<ActivityOutcome> failed = outcomes(stage, "2");
        List<ActivityOutcome> twice = outcomes(stage, "1");
        assertThat(twice).extracting(ActivityOutcome::rerunId).containsExactly(run.id(), first.id(), null);
        requeue(stage, run, List.of("1"));
        assertThat(outcomes(stage, "1")).isEqualTo(twice.subList(1, 3));
        assertThat(outcomes(stage, "2")).isEqualTo(failed);
        assertThat(outcomes(stage, "3")).isEqualTo(done);
        Worker.of(stage, run).work();
        assertThat(outcomes(stage, "1"))
                .extracting(ActivityOutcome::status)
                .containsExactly(OutcomeStatus.PROCESSED, OutcomeStatus.FAILED, OutcomeStatus.PROCESSED);
    }

    /** L16. */
    @Test
    @DisplayName("L16 IDs of entries that are done, held, unknown or of another run's failures are refused by name")
    default void refusesWhatDidNotFail() {
        Stage stage = Stage.of(this);
        Run other = populate(stage, 2);
        finish(stage, other, Set.of("9"), Set.of());
        stage.move(other, RerunStatus.COMPLETED_WITH_FAILURES);
        Run run = stage.queue(2, epoch -> after(NOON, epoch));
        finish(stage, run, Set.of("1", "2"), Set.of("4"));
        Snapshot before = Snapshot.of(stage, run);
        for (String id : List.of("3", "4", "9", "777")) {
            assertThatThrownBy(() -> requeue(stage, run, List.of("1", id)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageMatching("(?s).*\\b" + id + "\\b.*");
        }
        assertThatThrownBy(() -> requeue(stage, run, List.of("888", "1", "777")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("777")
                .hasMessageContaining("888");
        assertThat(Snapshot.of(stage, run)).isEqualTo(before);
    }

    /** R19. */
    @Test
    @DisplayName("R19 a reopened run is RUNNING and active, without an end or a reason, and ends again")
    default void reopensRuns() {
        Stage stage = Stage.of(this);
        Run run = populate(stage, 1);
        stage.move(run, RerunStatus.RUNNING);
        finish(stage, run, Set.of("1", "2"), Set.of());
        stage.locked(run, transaction -> transaction
                .runs()
                .moveTo(run.id(), RerunStatus.COMPLETED_WITH_FAILURES, "'Möwe'\nis down"));
        RerunReport ended = stage.report(run.id());
        stage.locked(run, transaction -> transaction.runs().reopen(run.id()));
        RerunReport open = stage.report(run.id());
        assertThat(open.status()).isEqualTo(RerunStatus.RUNNING);
        assertThat(open.startedAt()).isEqualTo(ended.startedAt());
        assertThat(open.queuedAt()).isEqualTo(ended.queuedAt());
        assertThat(open.finishedAt()).isNull();
        assertThat(open.statusReason()).isNull();
        assertThat(stage.optionalLong(transaction -> transaction.runs().active(APP)))
                .hasValue(run.id());
        assertThat(stage.list(transaction -> transaction.runs().workable()))
                .extracting(Run::id)
                .containsExactly(run.id());
        stage.end(run);
        assertThat(stage.report(run.id()).finishedAt()).isAfterOrEqualTo(ended.finishedAt());
        assertThat(stage.optionalLong(transaction -> transaction.runs().active(APP)))
                .isEmpty();
    }

    /** R19. */
    @Test
    @DisplayName("R19 the tally of a reopened run begins anew, less what is queued again")
    default void talliesSinceReopening() {
        Stage stage = Stage.of(this);
        Run run = populate(stage, 2);
        finish(stage, run, Set.of("1", "2", "3"), Set.of());
        stage.move(run, RerunStatus.COMPLETED_WITH_FAILURES);
        stage.locked(run, transaction -> {
            transaction.lanes().requeue(run, List.of("1", "2"));
            transaction.runs().reopen(run.id());
        });
        assertThat(tally(stage, run)).isEqualTo(new Tally(0, 0));
        Worker.of(stage, run).failing("2").work();
        assertThat(tally(stage, run)).isEqualTo(new Tally(1, 1));
        assertThat(counts(stage, run)).containsExactly(12L, 10L, 2L, 0L, 0L);
    }

    /** R19. */
    @Test
    @DisplayName("R19 a run is not reopened while its app has another one that is not over")
    default void refusesASecondActiveRun() {
        Stage stage = Stage.of(this);
        Run run = populate(stage, 1);
        stage.move(run, RerunStatus.COMPLETED_WITH_FAILURES);
        Run active = stage.start(NOON);
        assertThatThrownBy(() ->
                        stage.locked(run, transaction -> transaction.runs().reopen(run.id())))
                .isInstanceOf(RejectedDataException.class);
        assertThat(stage.report(run.id()).status()).isEqualTo(RerunStatus.COMPLETED_WITH_FAILURES);
        assertThat(stage.optionalLong(transaction -> transaction.runs().active(APP)))
                .hasValue(active.id());
    }

    /** Twelve entries of three ordering keys, in turn. */
    private static Run populate(Stage stage, int lanes) {
        for (int id = 1; id <= 12; id++) {
            stage.process(entry(id, "ship " + id % 3, NOON.plusSeconds(id)));
        }
        return stage.queue(lanes, epoch -> after(NOON, epoch));
    }

    /** Processes all entries of a run; returns its lanes at their ends. */
    private static List<Lane> finish(Stage stage, Run run, Set<String> failing, Set<String> holding) {
        Worker.of(stage, run)
                .failing(failing.toArray(String[]::new))
                .holding(holding.toArray(String[]::new))
                .work();
        return Worker.of(stage, run).lanes();
    }

    private static long requeue(Stage stage, Run run, @Nullable Collection<String> entryIds) {
        return stage.inLocked(run, transaction -> transaction.lanes().requeue(run, entryIds));
    }

    private static List<FailedEntry> parked(Stage stage, Run run) {
        return stage.list(transaction -> transaction.lanes().parked(run.id(), null, 100));
    }

    /** Total, done, failed, held and remaining. */
    private static List<Long> counts(Stage stage, Run run) {
        RerunReport report = stage.report(run.id());
        return List.of(report.total(), report.done(), report.failed(), report.held(), report.remaining());
    }

    private static Tally tally(Stage stage, Run run) {
        return stage.in(transaction -> transaction.runs().tally(run.id()));
    }

    private static List<ActivityOutcome> outcomes(Stage stage, String entryId) {
        return stage.list(transaction -> transaction.entries().outcomes(APP, entryId));
    }
}
