package dev.rerun.testkit;

import static dev.rerun.testkit.Stage.APP;
import static dev.rerun.testkit.Stage.NOON;
import static dev.rerun.testkit.Stage.after;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.api.RerunOptions;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunRequest;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.eligibility.Selection;
import dev.rerun.core.spi.NewRun;
import dev.rerun.core.spi.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Tests of how {@link dev.rerun.core.spi.Runs} records runs and finds them again. It promises:
 *
 * <ul>
 *   <li><b>R1</b> A recorded run is {@code PREPARING} and reads as it was recorded; an unknown one is empty everywhere.
 *   <li><b>R2</b> An ID that exists is not recorded again, and nothing is changed.
 *   <li><b>R3</b> An app's active run is the one in a state that is not terminal.
 *   <li><b>R4</b> An idempotency key finds its run, in whatever state, in its app only, by exact text.
 *   <li><b>R5</b> Epochs count from 1, app by app, one for each committed start.
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
        assertThat(run).isEqualTo(new Run(run.id(), RerunStatus.PREPARING, after(NOON, 1), 64, RerunOptions.DEFAULT));
        assertThat(stage.optional(transaction -> transaction.runs().lock(run.id())))
                .contains(run);
        RerunReport report = stage.report(run.id());
        assertThat(report.createdAt()).isBetween(before, later);
        assertThat(report)
                .isEqualTo(new RerunReport(
                        run.id(),
                        APP,
                        RerunRequest.after(NOON).ofApp(APP),
                        null,
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
                        0,
                        0,
                        Map.of(),
                        0,
                        0,
                        0,
                        0,
                        null,
                        report.readAt()));
        assertThat(report.readAt()).isAfterOrEqualTo(later);
    }

    /** R1. */
    @Test
    @DisplayName("R1 the options of a run read as they were recorded")
    default void recordsOptions() {
        Stage stage = Stage.of(this);
        Duration day = Duration.ofDays(RerunOptions.LONGEST_PAUSE_DAYS);
        List<RerunOptions> all = List.of(
                RerunOptions.DEFAULT,
                new RerunOptions(7_000_000_000L, 5_000_000_000L, true, Stage.MICRO, 1, 1, true, 1.0 / 3, 1),
                RerunOptions.DEFAULT.limit(1).firstOnly(2).entriesPerSecond(Integer.MAX_VALUE),
                RerunOptions.DEFAULT.pauseBetweenEntries(day).batchesAtOnce(Integer.MAX_VALUE),
                RerunOptions.DEFAULT.holdingFailedKeys().pauseWhenFailing(0, Integer.MAX_VALUE));
        for (RerunOptions options : all) {
            Run run = stage.start(1, options);
            assertThat(run.options()).isEqualTo(options);
            assertThat(stage.optional(transaction -> transaction.runs().lock(run.id())))
                    .contains(run);
            assertThat(stage.report(run.id()).request().options()).isEqualTo(options);
            stage.move(run, RerunStatus.QUEUED);
            assertThat(stage.list(transaction -> transaction.runs().workable()))
                    .extracting(Run::options)
                    .containsExactly(options);
            stage.end(run);
        }
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
            assertThat(transaction.runs().history("nowhere", null, 10)).isEmpty();
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
        RerunReport before = Snapshot.still(stage.report(run.id()));
        boolean inserted = stage.in(transaction -> {
            long epoch = transaction.runs().closeEpoch("other");
            Selection selection = new Selection("other", NOON.plusSeconds(1), null, NOON, true, epoch);
            return transaction.runs().insert(Stage.newRun(run.id(), selection, 7));
        });
        assertThat(inserted).isFalse();
        assertThat(Snapshot.still(stage.report(run.id()))).isEqualTo(before);
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
            stage.move(run, status);
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
        stage.move(stage.start(NOON), RerunStatus.COMPLETED);
        Run second = stage.start(NOON);
        assertThat(stage.optionalLong(transaction -> transaction.runs().active(APP)))
                .hasValue(second.id());
    }

    /** R4. */
    @Test
    @DisplayName("R4 an idempotency key finds its run, by exact text and in its app only, unless the run failed")
    default void findsByIdempotencyKey() {
        for (RerunStatus status : RerunStatus.values()) {
            Stage stage = Stage.of(this);
            Run run = keyed(stage, "Key");
            stage.move(run, status);
            stage.with(transaction -> {
                assertThat(transaction.runs().byIdempotencyKey(APP, "Key"))
                        .isEqualTo(status == RerunStatus.FAILED ? OptionalLong.empty() : OptionalLong.of(run.id()));
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
        stage.move(first, RerunStatus.COMPLETED);
        for (@Nullable String key : new @Nullable String[] {null, null, "two"}) {
            stage.move(keyed(stage, key), RerunStatus.COMPLETED);
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
            RerunRequest request =
                    new RerunRequest(APP, NOON, null, null, null, key, false, null, RerunOptions.DEFAULT);
            transaction.runs().insert(new NewRun(id, request, selection, Duration.ofDays(45), 1));
            return transaction.runs().find(id).orElseThrow();
        });
    }
}
