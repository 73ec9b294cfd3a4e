package dev.rerun.testkit;

import static dev.rerun.testkit.Stage.APP;
import static dev.rerun.testkit.Stage.NOON;
import static dev.rerun.testkit.Stage.after;
import static dev.rerun.testkit.Stage.entry;
import static dev.rerun.testkit.Stage.item;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.KeptReason;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunRequest;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.eligibility.Selection;
import dev.rerun.core.spi.Lane;
import dev.rerun.core.spi.LaneProgress;
import dev.rerun.core.spi.NewRun;
import dev.rerun.core.spi.PrepareCounts;
import dev.rerun.core.spi.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Tests of {@link dev.rerun.core.spi.Runs}, which promises:
 *
 * <ul>
 *   <li><b>R1</b> A recorded run is {@code PREPARING} and reads as it was recorded; an unknown one is empty everywhere.
 *   <li><b>R2</b> An ID that exists is not recorded again, and nothing is changed.
 *   <li><b>R3</b> An app's active run is the one in a state that is not terminal.
 *   <li><b>R4</b> An idempotency key finds its run, in whatever state, in its app only, by exact text.
 *   <li><b>R5</b> Epochs count from 1, app by app, one for each committed start.
 *   <li><b>R6</b> Workable are the runs that are {@code QUEUED} or {@code RUNNING}, oldest first, of all apps.
 *   <li><b>R7</b> Abandoned are the runs that are {@code PREPARING} and older than the grace.
 *   <li><b>R8</b> A change of state stores its counts, its time by the store's clock, and its error.
 *   <li><b>R9</b> A report sums the lanes.
 *   <li><b>R10</b> The history is newest first, of one app, and no longer than asked for.
 *   <li><b>R11</b> The registers of an app are all that it ever wrote to, also those that are empty now.
 * </ul>
 */
public interface RunContract extends StoreContract {
    /** R1. */
    @Test
    @DisplayName("R1 a recorded run is PREPARING, with empty counters, and reads as it was recorded")
    default void recordsRuns() {
        Stage stage = Stage.of(this);
        Instant before = stage.in(transaction -> transaction.now());
        Run run = stage.start(64, epoch -> after(NOON, epoch));
        Instant later = stage.in(transaction -> transaction.now());
        assertThat(run).isEqualTo(new Run(run.id(), RerunStatus.PREPARING, after(NOON, 1), 64));
        assertThat(stage.optional(transaction -> transaction.runs().lock(run.id())))
                .contains(run);
        RerunReport report = report(stage, run.id());
        assertThat(report.createdAt()).isBetween(before, later);
        assertThat(report)
                .isEqualTo(new RerunReport(
                        run.id(),
                        APP,
                        RerunRequest.after(NOON).ofApp(APP),
                        RerunStatus.PREPARING,
                        Duration.ofDays(45),
                        report.createdAt(),
                        null,
                        null,
                        null,
                        0,
                        0,
                        0,
                        0,
                        Map.of(),
                        0,
                        0,
                        null));
    }

    /** R1. */
    @Test
    @DisplayName("R1 an unknown run and an unknown app are empty everywhere")
    default void answersEmptyForUnknown() {
        Stage stage = Stage.of(this);
        stage.with(transaction -> {
            assertThat(transaction.runs().find(1)).isEmpty();
            assertThat(transaction.runs().lock(1)).isEmpty();
            assertThat(transaction.runs().report(1)).isEmpty();
            assertThat(transaction.runs().active("nowhere")).isEmpty();
            assertThat(transaction.runs().byIdempotencyKey("nowhere", "k")).isEmpty();
            assertThat(transaction.runs().history("nowhere", 10)).isEmpty();
            assertThat(transaction.runs().registers("nowhere")).isEmpty();
            assertThat(transaction.runs().workable()).isEmpty();
            assertThat(transaction.runs().lockAbandoned(Duration.ZERO)).isEmpty();
        });
    }

    /** R2. */
    @Test
    @DisplayName("R2 an ID that exists is refused, also for another app, and the first run stays as it is")
    default void refusesKnownIds() {
        Stage stage = Stage.of(this);
        Run run = stage.start(NOON);
        RerunReport before = report(stage, run.id());
        boolean inserted = stage.in(transaction -> {
            long epoch = transaction.runs().closeEpoch("other");
            Selection selection = new Selection("other", NOON.plusSeconds(1), null, NOON, true, epoch);
            return transaction.runs().insert(Stage.newRun(run.id(), selection, 7));
        });
        assertThat(inserted).isFalse();
        assertThat(report(stage, run.id())).isEqualTo(before);
        assertThat(stage.optionalLong(transaction -> transaction.runs().active("other")))
                .isEmpty();
    }

    /** R3. */
    @Test
    @DisplayName("R3 an app's active run is the one that is not over, and only its own")
    default void findsActiveRun() {
        for (RerunStatus status : RerunStatus.values()) {
            Stage stage = Stage.of(this);
            Run run = stage.start(NOON);
            move(stage, run, status);
            stage.with(transaction -> {
                assertThat(transaction.runs().active(APP).isPresent())
                        .as("active in state %s", status)
                        .isEqualTo(!status.terminal());
                transaction.runs().active(APP).ifPresent(id -> assertThat(id).isEqualTo(run.id()));
                assertThat(transaction.runs().active("other")).isEmpty();
            });
        }
    }

    /** R3. */
    @Test
    @DisplayName("R3 after a run is over another one of the app is recorded and is the active one")
    default void startsAgainAfterTheEnd() {
        Stage stage = Stage.of(this);
        move(stage, stage.start(NOON), RerunStatus.COMPLETED);
        Run second = stage.start(NOON);
        assertThat(stage.optionalLong(transaction -> transaction.runs().active(APP)))
                .hasValue(second.id());
    }

    /** R4. */
    @Test
    @DisplayName("R4 an idempotency key finds its run, also when it is over, by exact text and in its app only")
    default void findsByIdempotencyKey() {
        for (RerunStatus status : RerunStatus.values()) {
            Stage stage = Stage.of(this);
            Run run = keyed(stage, "Key");
            move(stage, run, status);
            stage.with(transaction -> {
                assertThat(transaction.runs().byIdempotencyKey(APP, "Key")).hasValue(run.id());
                assertThat(transaction.runs().byIdempotencyKey(APP, "key")).isEmpty();
                assertThat(transaction.runs().byIdempotencyKey(APP, "Key ")).isEmpty();
                assertThat(transaction.runs().byIdempotencyKey("other", "Key")).isEmpty();
            });
        }
    }

    /** R4. */
    @Test
    @DisplayName("R4 runs without an idempotency key, and of other keys, do not get in each other's way")
    default void keepsKeysApart() {
        Stage stage = Stage.of(this);
        Run first = keyed(stage, "one");
        move(stage, first, RerunStatus.COMPLETED);
        for (@Nullable String key : new @Nullable String[] {null, null, "two"}) {
            move(stage, keyed(stage, key), RerunStatus.COMPLETED);
        }
        assertThat(stage.optionalLong(transaction -> transaction.runs().byIdempotencyKey(APP, "one")))
                .hasValue(first.id());
    }

    /** R5. */
    @Test
    @DisplayName("R5 epochs count from 1, app by app, one for each start")
    default void countsEpochs() {
        Stage stage = Stage.of(this);
        assertThat(enter(stage, APP)).isEqualTo(1);
        assertThat(enter(stage, APP)).isEqualTo(1);
        assertThat(close(stage, APP)).isEqualTo(1);
        assertThat(enter(stage, APP)).isEqualTo(2);
        assertThat(close(stage, APP)).isEqualTo(2);
        assertThat(close(stage, APP)).isEqualTo(3);
        assertThat(close(stage, "other")).isEqualTo(1);
        assertThat(enter(stage, "other")).isEqualTo(2);
        assertThat(enter(stage, APP)).isEqualTo(4);
    }

    /** R6. */
    @Test
    @DisplayName("R6 workable are runs that are QUEUED or RUNNING, of all apps, oldest first")
    default void listsWorkableRuns() {
        Stage stage = Stage.of(this);
        for (RerunStatus status : RerunStatus.values()) {
            move(stage, stage.start(1, epoch -> ofApp("app " + status, epoch)), status);
        }
        Run youngest = stage.start(1, epoch -> ofApp("young", epoch));
        move(stage, youngest, RerunStatus.QUEUED);
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
            move(stage, stage.start(1, epoch -> ofApp("app " + status, epoch)), status);
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
        RerunReport report = report(stage, run.id());
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
        move(stage, run, RerunStatus.RUNNING);
        RerunReport running = report(stage, run.id());
        assertThat(running.startedAt()).isNotNull().isAfterOrEqualTo(running.createdAt());
        assertThat(running.finishedAt()).isNull();
        move(stage, run, RerunStatus.PAUSED);
        assertThat(report(stage, run.id()).finishedAt()).isNull();
        move(stage, run, RerunStatus.RUNNING);
        assertThat(report(stage, run.id()).startedAt()).isEqualTo(running.startedAt());
        move(stage, run, RerunStatus.COMPLETED);
        RerunReport completed = report(stage, run.id());
        assertThat(completed.startedAt()).isEqualTo(running.startedAt());
        assertThat(completed.finishedAt()).isNotNull().isAfterOrEqualTo(running.startedAt());
        assertThat(completed.queuedAt()).isEqualTo(running.queuedAt());
        assertThat(completed.error()).isNull();
    }

    /** R8. */
    @Test
    @DisplayName("R8 every terminal state sets the end, and FAILED keeps its error")
    default void storesErrors() {
        for (RerunStatus status : RerunStatus.values()) {
            Stage stage = Stage.of(this);
            Run run = stage.start(NOON);
            String error = status == RerunStatus.FAILED ? "no room for 'Möwe'\nat the quay" : null;
            stage.with(transaction -> {
                transaction.runs().lock(run.id());
                transaction.runs().moveTo(run.id(), status, error);
            });
            RerunReport report = report(stage, run.id());
            assertThat(report.status()).isEqualTo(status);
            assertThat(report.error()).isEqualTo(error);
            assertThat(report.finishedAt() != null)
                    .as("end of a run that is %s", status)
                    .isEqualTo(status.terminal());
        }
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
        work(stage, over, new LaneProgress(1, 100, 100, 100, 100));
        move(stage, over, RerunStatus.CANCELLED);
        Run run = stage.queue(8, epoch -> after(NOON, epoch));
        long lanes = stage.outstanding(run).size();
        work(stage, run, new LaneProgress(1, 1, 2, 3, 4));
        RerunReport report = report(stage, run.id());
        assertThat(report.total()).isEqualTo(40);
        assertThat(report.done()).isEqualTo(lanes);
        assertThat(report.failed()).isEqualTo(2 * lanes);
        assertThat(report.itemsCreated()).isEqualTo(3 * lanes);
        assertThat(report.itemsRetained()).isEqualTo(4 * lanes);
        assertThat(stage.list(transaction -> transaction.runs().history(APP, 1)))
                .containsExactly(report);
    }

    /** R10. */
    @Test
    @DisplayName("R10 the history is newest first, of one app, and no longer than asked for")
    default void listsHistory() {
        Stage stage = Stage.of(this);
        long[] ids = {900_500, 900_700, 900_100, 900_300};
        for (long id : ids) {
            move(stage, stage.start(id, 1, epoch -> after(NOON, epoch)), RerunStatus.COMPLETED);
            move(stage, stage.start(id + 1, 1, epoch -> ofApp("other", epoch)), RerunStatus.COMPLETED);
        }
        stage.with(transaction -> {
            assertThat(transaction.runs().history(APP, 100))
                    .extracting(RerunReport::id)
                    .containsExactly(900_300L, 900_100L, 900_700L, 900_500L);
            assertThat(transaction.runs().history(APP, 2))
                    .extracting(RerunReport::id)
                    .containsExactly(900_300L, 900_100L);
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
        stage.with(transaction -> transaction.items().insert("other", List.of(Stage.byHand("b", NOON))));
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

    private static void move(Stage stage, Run run, RerunStatus status) {
        stage.with(transaction -> {
            transaction.runs().lock(run.id());
            transaction.runs().moveTo(run.id(), status, null);
        });
    }

    private static RerunReport report(Stage stage, long id) {
        return stage.in(transaction -> transaction.runs().report(id)).orElseThrow();
    }

    private static long enter(Stage stage, String app) {
        return stage.in(transaction -> transaction.entries().enter(app, Set.of("quay")));
    }

    private static long close(Stage stage, String app) {
        return stage.in(transaction -> transaction.runs().closeEpoch(app));
    }

    private static Run keyed(Stage stage, @Nullable String key) {
        long id = stage.runId();
        return stage.in(transaction -> {
            Selection selection = after(NOON, transaction.runs().closeEpoch(APP));
            RerunRequest request = new RerunRequest(APP, NOON, null, null, null, key, false);
            transaction.runs().insert(new NewRun(id, request, selection, Duration.ofDays(45), 1));
            return transaction.runs().find(id).orElseThrow();
        });
    }

    private static Selection ofApp(String app, long epoch) {
        return new Selection(app, NOON, null, NOON, false, epoch);
    }
}
