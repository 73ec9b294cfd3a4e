package dev.rerun.testkit;

import static dev.rerun.testkit.Stage.APP;
import static dev.rerun.testkit.Stage.NOON;
import static dev.rerun.testkit.Stage.after;
import static dev.rerun.testkit.Stage.entry;
import static dev.rerun.testkit.StagedItems.item;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.KeptReason;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.eligibility.Selection;
import dev.rerun.core.spi.Lane;
import dev.rerun.core.spi.LaneProgress;
import dev.rerun.core.spi.PrepareCounts;
import dev.rerun.core.spi.Run;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Tests of how {@link dev.rerun.core.spi.Runs} keeps the states of runs and lists them. It promises:
 *
 * <ul>
 *   <li><b>R6</b> Workable are the runs that are {@code QUEUED} or {@code RUNNING}, oldest first, of all apps.
 *   <li><b>R7</b> Abandoned are the runs that are {@code PREPARING} and older than the grace.
 *   <li><b>R8</b> A change of state stores its counts, its time by the store's clock, and its reason.
 *   <li><b>R9</b> A report sums the lanes, and says how much was processed in the last minute.
 *   <li><b>R10</b> The history is newest first, of one app, and no longer than asked for; its next page begins behind any run of it.
 *   <li><b>R11</b> The registers of an app are all that it ever wrote to, also those that are empty now.
 *   <li><b>R12</b> A run begins if it is {@code QUEUED}, and in no other state.
 * </ul>
 */
public interface RunStateContract extends StoreContract {
    /** R6. */
    @Test
    @DisplayName("R6 workable are runs that are QUEUED or RUNNING, of all apps, oldest first")
    default void listsWorkableRuns() {
        Stage stage = Stage.of(this);
        for (RerunStatus status : RerunStatus.values()) {
            stage.move(stage.start(1, epoch -> ofApp("app " + status, epoch)), status);
        }
        Run youngest = stage.start(1, epoch -> ofApp("young", epoch));
        stage.move(youngest, RerunStatus.QUEUED);
        List<Run> workable = stage.in(transaction -> transaction.runs().workable());
        assertThat(workable).extracting(Run::app).containsExactly("app QUEUED", "app RUNNING", "young");
        assertThat(workable)
                .extracting(Run::status)
                .containsExactly(RerunStatus.QUEUED, RerunStatus.RUNNING, RerunStatus.QUEUED);
    }

    /** R7. */
    @Test
    @DisplayName("R7 abandoned are the runs that are PREPARING, but not those younger than the grace")
    default void findsAbandonedRuns() {
        Stage stage = Stage.of(this);
        for (RerunStatus status : RerunStatus.values()) {
            stage.move(stage.start(1, epoch -> ofApp("app " + status, epoch)), status);
        }
        long preparing = stage.in(transaction -> transaction.runs().active("app PREPARING"))
                .orElseThrow();
        assertThat(stage.list(transaction -> transaction.runs().lockAbandoned(Duration.ofDays(1))))
                .isEmpty();
        assertThat(stage.list(transaction -> transaction.runs().lockAbandoned(Duration.ZERO)))
                .containsExactly(preparing);
    }

    /** R8. */
    @Test
    @DisplayName("R8 a queued run stores what its prepare did and when")
    default void storesCounts() {
        Stage stage = Stage.of(this);
        Run run = stage.start(NOON);
        Map<KeptReason, Long> kept =
                Map.of(KeptReason.OUTSIDE_WINDOW, 1L, KeptReason.INVOICED, 22L, KeptReason.HOST_RULE, 5_000_000_000L);
        stage.with(transaction -> {
            transaction.runs().lock(run.id());
            transaction.runs().queued(run.id(), new PrepareCounts(7_000_000_000L, 333, kept));
        });
        RerunReport report = stage.report(run.id());
        assertThat(report.status()).isEqualTo(RerunStatus.QUEUED);
        assertThat(report.queuedAt()).isNotNull().isAfterOrEqualTo(report.createdAt());
        assertThat(report.startedAt()).isNull();
        assertThat(report.total()).isEqualTo(7_000_000_000L);
        assertThat(report.remaining()).isEqualTo(7_000_000_000L);
        assertThat(report.itemsDeleted()).isEqualTo(333);
        for (KeptReason reason : KeptReason.values()) {
            assertThat(report.kept(reason)).as("%s", reason).isEqualTo(kept.getOrDefault(reason, 0L));
        }
    }

    /** R8. */
    @Test
    @DisplayName("R8 the first RUNNING sets the start, a later one leaves it, a terminal state sets the end")
    default void storesTimes() {
        Stage stage = Stage.of(this);
        Run run = stage.queue(1, epoch -> after(NOON, epoch));
        stage.move(run, RerunStatus.RUNNING);
        RerunReport running = stage.report(run.id());
        assertThat(running.startedAt()).isNotNull().isAfterOrEqualTo(running.createdAt());
        assertThat(running.finishedAt()).isNull();
        stage.move(run, RerunStatus.PAUSED);
        assertThat(stage.report(run.id()).finishedAt()).isNull();
        stage.move(run, RerunStatus.RUNNING);
        assertThat(stage.report(run.id()).startedAt()).isEqualTo(running.startedAt());
        stage.move(run, RerunStatus.COMPLETED);
        RerunReport completed = stage.report(run.id());
        assertThat(completed.startedAt()).isEqualTo(running.startedAt());
        assertThat(completed.finishedAt()).isNotNull().isAfterOrEqualTo(running.startedAt());
        assertThat(completed.queuedAt()).isEqualTo(running.queuedAt());
        assertThat(completed.statusReason()).isNull();
    }

    /** R8. */
    @Test
    @DisplayName("R8 every terminal state sets the end, and every state keeps its reason until the next")
    default void storesReasons() {
        for (RerunStatus status : RerunStatus.values()) {
            Stage stage = Stage.of(this);
            Run run = stage.start(NOON);
            String reason = "no room for 'Möwe'\r\nat the quay of " + status;
            stage.with(transaction -> {
                transaction.runs().lock(run.id());
                transaction.runs().moveTo(run.id(), status, reason);
            });
            RerunReport report = stage.report(run.id());
            assertThat(report.status()).isEqualTo(status);
            assertThat(report.statusReason()).isEqualTo(reason);
            assertThat(report.finishedAt() != null)
                    .as("end of a run that is %s", status)
                    .isEqualTo(status.terminal());
            stage.move(run, RerunStatus.RUNNING);
            assertThat(stage.report(run.id()).statusReason()).isNull();
        }
    }

    /** R12. */
    @Test
    @DisplayName("R12 a run that is QUEUED begins once, with its start, and one in another state or unknown does not")
    default void beginsQueuedRuns() {
        Stage stage = Stage.of(this);
        for (RerunStatus status : RerunStatus.values()) {
            Run run = stage.start(1, epoch -> ofApp("app " + status, epoch));
            stage.move(run, status);
            RerunReport before = Snapshot.still(stage.report(run.id()));
            assertThat(stage.test(transaction -> transaction.runs().begin(run.id())))
                    .as("%s", status)
                    .isEqualTo(status == RerunStatus.QUEUED);
            RerunReport after = Snapshot.still(stage.report(run.id()));
            if (status == RerunStatus.QUEUED) {
                assertThat(after.status()).isEqualTo(RerunStatus.RUNNING);
                assertThat(after.startedAt()).isNotNull().isAfterOrEqualTo(after.createdAt());
            } else {
                assertThat(after).isEqualTo(before);
            }
            assertThat(stage.test(transaction -> transaction.runs().begin(run.id())))
                    .isFalse();
            assertThat(Snapshot.still(stage.report(run.id()))).isEqualTo(after);
        }
        assertThat(stage.test(transaction -> transaction.runs().begin(1))).isFalse();
    }

    /** R9. */
    @Test
    @DisplayName("R9 a report sums the lanes of its run, and of no other")
    default void sumsLanes() {
        Stage stage = Stage.of(this);
        for (int i = 1; i <= 40; i++) {
            stage.process(entry(i, "ship " + i, NOON.plusSeconds(i)));
        }
        Run over = stage.queue(4, epoch -> after(NOON, epoch));
        work(stage, over, new LaneProgress(1, 100, 100, 100, 100, 100));
        stage.move(over, RerunStatus.CANCELLED);
        Run run = stage.queue(8, epoch -> after(NOON, epoch));
        long lanes = stage.outstanding(run).size();
        work(stage, run, new LaneProgress(1, 1, 2, 5, 3, 4));
        RerunReport report = stage.report(run.id());
        assertThat(report.total()).isEqualTo(40);
        assertThat(report.done()).isEqualTo(lanes);
        assertThat(report.failed()).isEqualTo(2 * lanes);
        assertThat(report.held()).isEqualTo(5 * lanes);
        assertThat(report.itemsCreated()).isEqualTo(3 * lanes);
        assertThat(report.itemsRetained()).isEqualTo(4 * lanes);
        assertThat(stage.list(transaction -> transaction.runs().history(APP, null, 1)))
                .extracting(Snapshot::still)
                .containsExactly(Snapshot.still(report));
    }

    /** R9. */
    @Test
    @DisplayName("R9 what was processed in the last minute is what is done and what failed, in all batches and lanes")
    default void countsTheLastMinute() {
        Stage stage = Stage.of(this);
        for (int i = 1; i <= 6; i++) {
            stage.process(entry(i, "ship " + i % 3, NOON.plusSeconds(i)));
        }
        Run run = stage.queue(3, epoch -> after(NOON, epoch));
        assertThat(stage.report(run.id()).processedLastMinute()).isZero();
        Worker worker = Worker.of(stage, run).failing("1").holding("4", "6");
        for (Lane lane : worker.lanes()) {
            worker.work(lane.number(), 1);
        }
        worker.work();
        // If a minute of the clock has ended meanwhile, its entries count in full for more than seven seconds.
        RerunReport report = stage.report(run.id());
        assertThat(report.done()).isEqualTo(3);
        assertThat(report.processedLastMinute()).isEqualTo(4);
    }

    /** R10. */
    @Test
    @DisplayName("R10 the history is newest first, of one app, and no longer than asked for")
    default void listsHistory() {
        Stage stage = Stage.of(this);
        long[] ids = {900_500, 900_700, 900_100, 900_300};
        for (long id : ids) {
            stage.move(stage.start(id, 1, epoch -> after(NOON, epoch)), RerunStatus.COMPLETED);
            stage.move(stage.start(id + 1, 1, epoch -> ofApp("other", epoch)), RerunStatus.COMPLETED);
        }
        stage.with(transaction -> {
            assertThat(transaction.runs().history(APP, null, 100))
                    .extracting(RerunReport::id)
                    .containsExactly(900_300L, 900_100L, 900_700L, 900_500L);
            assertThat(transaction.runs().history(APP, null, 2))
                    .extracting(RerunReport::id)
                    .containsExactly(900_300L, 900_100L);
            assertThat(transaction.runs().history(APP, 900_100L, 100))
                    .extracting(RerunReport::id)
                    .containsExactly(900_700L, 900_500L);
            assertThat(transaction.runs().history(APP, 900_300L, 2))
                    .extracting(RerunReport::id)
                    .containsExactly(900_100L, 900_700L);
            for (long before : new long[] {900_500, 900_101, 1}) {
                assertThat(transaction.runs().history(APP, before, 100)).isEmpty();
            }
        });
    }

    /** R11. */
    @Test
    @DisplayName("R11 the registers of an app are all that it ever wrote to, also those that are empty now")
    default void remembersRegisters() {
        Stage stage = Stage.of(this);
        ActivityEntry entry = entry(1, NOON.plusSeconds(1));
        stage.process(entry);
        stage.write(item(entry, "a"));
        stage.with(transaction -> transaction.items().insert("other", List.of(StagedItems.byHand("b", NOON))));
        assertThat(stage.prepare(stage.start(NOON)).itemsDeleted()).isEqualTo(1);
        assertThat(stage.host.items(APP)).isEmpty();
        assertThat(stage.set(transaction -> transaction.runs().registers(APP))).containsExactly("dues");
        assertThat(stage.set(transaction -> transaction.runs().registers("third")))
                .isEmpty();
    }

    private static void work(Stage stage, Run run, LaneProgress progress) {
        stage.with(transaction -> {
            for (int number = 0; number < run.lanes(); number++) {
                for (Lane lane :
                        transaction.lanes().lock(run.id(), number).stream().toList()) {
                    transaction.lanes().advance(lane, progress);
                }
            }
        });
    }

    private static Selection ofApp(String app, long epoch) {
        return new Selection(app, NOON, null, NOON, false, epoch);
    }
}
