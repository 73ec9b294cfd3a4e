package dev.rerun.testkit;

import static dev.rerun.testkit.Stage.APP;
import static dev.rerun.testkit.Stage.NOON;
import static dev.rerun.testkit.Stage.after;
import static dev.rerun.testkit.Stage.entry;
import static dev.rerun.testkit.Worker.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.spi.Lane;
import dev.rerun.core.spi.Run;
import dev.rerun.core.spi.StoreTransaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Tests of the promise S3 of {@link dev.rerun.core.spi.RerunStore}: locks. Each test has one transaction hold a lock on a
 * thread of its own while another one comes.
 */
public interface LockContract extends StoreContract {
    /** S3. */
    @Test
    @DisplayName("S3 locking a run waits for whoever has locked it")
    default void runLockWaitsForRunLock() {
        Stage stage = Stage.of(this);
        Run run = stage.start(NOON);
        try (var holder =
                Background.holding(stage, transaction -> transaction.runs().lock(run.id()), transaction -> transaction
                        .runs()
                        .moveTo(run.id(), RerunStatus.FAILED, "held"))) {
            var late = statusUnderLock(stage, run);
            assertThat(late.endsInAMoment()).isFalse();
            holder.release();
            assertThat(late.result()).isEqualTo(RerunStatus.FAILED);
        }
    }

    /** S3. */
    @Test
    @DisplayName("S3 locking a run waits for whoever has claimed one of its lanes")
    default void runLockWaitsForClaim() {
        runLockWaitsForLane((run, transaction) ->
                transaction.lanes().claim(run.id(), 0, 100).orElseThrow());
    }

    /** S3. */
    @Test
    @DisplayName("S3 locking a run waits for whoever has locked one of its lanes")
    default void runLockWaitsForLaneLock() {
        runLockWaitsForLane(
                (run, transaction) -> transaction.lanes().lock(run.id(), 0).orElseThrow());
    }

    /** S3. */
    @Test
    @DisplayName("S3 beginning a run waits for whoever has locked it, and sees what became of it")
    default void beginWaitsForRunLock() {
        Stage stage = Stage.of(this);
        Run run = populate(stage, 1);
        try (var holder =
                Background.holding(stage, transaction -> transaction.runs().lock(run.id()), transaction -> transaction
                        .runs()
                        .moveTo(run.id(), RerunStatus.PAUSED, null))) {
            var late =
                    Background.running(stage, transaction -> transaction.runs().begin(run.id()));
            assertThat(late.endsInAMoment()).isFalse();
            holder.release();
            assertThat(late.result()).isFalse();
        }
    }

    /** S3. */
    @Test
    @DisplayName("S3 beginning a run waits for nobody who holds one of its lanes")
    default void beginDoesNotWaitForLanes() {
        Stage stage = Stage.of(this);
        Run run = populate(stage, 1);
        try (var holder = claimAndFinish(stage, run)) {
            var beginning =
                    Background.running(stage, transaction -> transaction.runs().begin(run.id()));
            if (parallel()) {
                assertThat(beginning.result()).isTrue();
            }
            holder.release();
            assertThat(beginning.result()).isTrue();
        }
    }

    /** S3. */
    @Test
    @DisplayName("S3 a claim gets no lane of a run that is locked, until its holder has committed")
    default void claimWaitsForRunLock() {
        laneWaitsForRunLock((run, transaction) -> transaction.lanes().claim(run.id(), 0, 100));
    }

    /** S3. */
    @Test
    @DisplayName("S3 a lane cannot be locked while its run is, until its holder has committed")
    default void laneLockWaitsForRunLock() {
        laneWaitsForRunLock((run, transaction) -> transaction.lanes().lock(run.id(), 0));
    }

    /** S3. */
    @Test
    @DisplayName("S3 a claim skips a lane that is held, and gets another one")
    default void claimSkipsHeldLanes() {
        Stage stage = Stage.of(this);
        Run run = populate(stage, 8);
        try (var holder = claimAndFinish(stage, run)) {
            Lane held = holder.held().orElseThrow();
            var late =
                    Background.running(stage, transaction -> transaction.lanes().claim(run.id(), 0, 100));
            if (!parallel()) {
                holder.release();
            }
            assertThat(late.result().orElseThrow().number()).isNotEqualTo(held.number());
            holder.release();
        }
    }

    /** S3. */
    @Test
    @DisplayName("S3 a claim answers nothing when every lane is held")
    default void claimIsEmptyWhenAllAreHeld() {
        Stage stage = Stage.of(this);
        Run run = populate(stage, 1);
        try (var holder = claimAndFinish(stage, run)) {
            var late =
                    Background.running(stage, transaction -> transaction.lanes().claim(run.id(), 0, 100));
            if (!parallel()) {
                holder.release();
            }
            assertThat(late.result()).isEmpty();
            holder.release();
        }
    }

    /** S3. */
    @Test
    @DisplayName("S3 locking a lane waits for its holder and sees how far it came")
    default void laneLockWaitsForHolder() {
        Stage stage = Stage.of(this);
        Run run = populate(stage, 1);
        try (var holder = claimAndFinish(stage, run)) {
            var late =
                    Background.running(stage, transaction -> transaction.lanes().lock(run.id(), 0));
            assertThat(late.endsInAMoment()).isFalse();
            holder.release();
            Lane lane = late.result().orElseThrow();
            assertThat(lane.watermark()).isEqualTo(lane.end());
        }
    }

    /** S3. */
    @Test
    @DisplayName("S3 a lane and its run are free again when the lane's holder is rolled back")
    default void rollbackFreesLanes() {
        Stage stage = Stage.of(this);
        Run run = populate(stage, 1);
        try (var holder = Background.holding(
                stage, transaction -> transaction.lanes().claim(run.id(), 0, 100), transaction -> {})) {
            var late =
                    Background.running(stage, transaction -> transaction.lanes().lock(run.id(), 0));
            assertThat(late.endsInAMoment()).isFalse();
            holder.fail();
            assertThat(late.result()).isPresent();
        }
        assertThat(stage.optional(transaction -> transaction.lanes().claim(run.id(), 0, 100)))
                .isPresent();
        assertThat(statusUnderLock(stage, run).result()).isEqualTo(RerunStatus.QUEUED);
    }

    /** S3. */
    @Test
    @DisplayName("S3 ending the epoch waits for first processing in flight, and sees what it wrote")
    default void closeEpochWaitsForProcessing() {
        Stage stage = Stage.of(this);
        stage.with(transaction -> transaction.entries().enter(APP, Set.of("quay")));
        ActivityEntry entry = entry(1, NOON);
        try (var holder = Background.holding(
                stage,
                transaction -> transaction.entries().enter(APP, Set.of("quay")),
                transaction -> transaction.entries().insert(APP, 1, List.of(entry)))) {
            var late = Background.running(stage, transaction -> {
                transaction.runs().closeEpoch(APP);
                return transaction.entries().known(APP, List.of("1"));
            });
            assertThat(late.endsInAMoment()).isFalse();
            holder.release();
            assertThat(late.result()).containsExactly("1");
        }
    }

    /** S3. */
    @Test
    @DisplayName("S3 first processing waits while a start ends the epoch, and is of the next one")
    default void processingWaitsForCloseEpoch() {
        Stage stage = Stage.of(this);
        stage.with(transaction -> transaction.entries().enter(APP, Set.of("quay")));
        long id = stage.runId();
        try (var holder =
                Background.holding(stage, transaction -> transaction.runs().closeEpoch(APP), transaction -> transaction
                        .runs()
                        .insert(Stage.newRun(id, after(NOON, 1), 1)))) {
            var late = Background.running(stage, transaction -> {
                long epoch = transaction.entries().enter(APP, Set.of("pier"));
                return transaction.runs().find(id).isPresent() ? epoch : -1;
            });
            assertThat(late.endsInAMoment()).isFalse();
            holder.release();
            assertThat(late.result()).isEqualTo(2L);
        }
    }

    /** S3. */
    @Test
    @DisplayName("S3 starts of one app come one after the other")
    default void closeEpochWaitsForCloseEpoch() {
        Stage stage = Stage.of(this);
        stage.with(transaction -> transaction.entries().enter(APP, Set.of("quay")));
        long id = stage.runId();
        try (var holder =
                Background.holding(stage, transaction -> transaction.runs().closeEpoch(APP), transaction -> transaction
                        .runs()
                        .insert(Stage.newRun(id, after(NOON, 1), 1)))) {
            var late = Background.running(stage, transaction -> {
                long epoch = transaction.runs().closeEpoch(APP);
                return List.of(epoch, transaction.runs().active(APP).orElse(-1));
            });
            assertThat(late.endsInAMoment()).isFalse();
            holder.release();
            assertThat(late.result()).containsExactly(2L, id);
        }
    }

    /** S3. */
    @Test
    @DisplayName("S3 a start of one app holds up no processing of another")
    default void appsDoNotWaitForEachOther() {
        Stage stage = Stage.of(this);
        for (String app : List.of(APP, "other")) {
            stage.with(transaction -> transaction.entries().enter(app, Set.of("quay")));
        }
        try (var holder =
                Background.holding(stage, transaction -> transaction.runs().closeEpoch(APP), transaction -> {})) {
            var late = Background.running(
                    stage, transaction -> transaction.entries().enter("other", Set.of("quay")));
            if (!parallel()) {
                holder.release();
            }
            assertThat(late.result()).isEqualTo(1L);
            holder.release();
        }
    }

    /** S3. */
    @Test
    @DisplayName("S3 first processing of one ordering key is exclusive")
    default void keysAreExclusive() {
        Stage stage = Stage.of(this);
        stage.with(transaction -> transaction.entries().enter(APP, Set.of("quay")));
        try (var holder = Background.holding(
                stage,
                transaction -> transaction.entries().enter(APP, Set.of("pier", "quay")),
                transaction -> transaction.entries().insert(APP, 1, List.of(entry(1, NOON))))) {
            var late = Background.running(stage, transaction -> {
                transaction.entries().enter(APP, Set.of("quay", "mole"));
                return transaction.entries().known(APP, List.of("1"));
            });
            assertThat(late.endsInAMoment()).isFalse();
            holder.release();
            assertThat(late.result()).containsExactly("1");
        }
    }

    /** S3. */
    @Test
    @DisplayName("S3 many that process the same ordering keys, named in any order, all get their turn alone")
    default void sharedKeysDoNotDeadlock() {
        Stage stage = Stage.of(this);
        stage.with(transaction -> transaction.entries().enter(APP, Set.of("quay")));
        List<Background<Boolean>> all = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            Set<String> keys = i % 2 == 0 ? Set.of("quay", "pier", "ship " + i) : Set.of("pier", "mole", "quay");
            all.add(Background.running(stage, transaction -> {
                transaction.entries().enter(APP, keys);
                long next = 1;
                while (!transaction
                        .entries()
                        .known(APP, List.of(Long.toString(next)))
                        .isEmpty()) {
                    next++;
                }
                transaction.entries().insert(APP, 1, List.of(entry(next, NOON)));
                return true;
            }));
        }
        all.forEach(Background::result);
        assertThat(stage.host.entries(APP)).hasSize(24);
    }

    /** S3. */
    @Test
    @DisplayName("S3 a run whose preparer holds it is not abandoned")
    default void heldRunsAreNotAbandoned() {
        Stage stage = Stage.of(this);
        Run run = stage.start(NOON);
        try (var holder =
                Background.holding(stage, transaction -> transaction.runs().lock(run.id()), transaction -> transaction
                        .runs()
                        .moveTo(run.id(), RerunStatus.QUEUED, null))) {
            var late =
                    Background.running(stage, transaction -> transaction.runs().lockAbandoned(Duration.ZERO));
            if (!parallel()) {
                holder.release();
            }
            assertThat(late.result()).isEmpty();
            holder.release();
        }
    }

    /** S3. */
    @Test
    @DisplayName("S3 a run that was found abandoned is locked until its finder ends")
    default void abandonedRunsAreLocked() {
        Stage stage = Stage.of(this);
        Run run = stage.start(NOON);
        try (var holder = Background.holding(
                stage,
                transaction -> transaction.runs().lockAbandoned(Duration.ZERO),
                transaction -> transaction.runs().moveTo(run.id(), RerunStatus.FAILED, "abandoned"))) {
            assertThat(holder.held()).containsExactly(run.id());
            var late = statusUnderLock(stage, run);
            assertThat(late.endsInAMoment()).isFalse();
            holder.release();
            assertThat(late.result()).isEqualTo(RerunStatus.FAILED);
        }
    }

    private void runLockWaitsForLane(BiFunction<Run, StoreTransaction, Lane> take) {
        Stage stage = Stage.of(this);
        Run run = populate(stage, 1);
        Lane lane = stage.optional(transaction -> transaction.lanes().lock(run.id(), 0))
                .orElseThrow();
        try (var holder =
                Background.holding(stage, transaction -> take.apply(run, transaction), transaction -> transaction
                        .lanes()
                        .advance(lane, done(1)))) {
            var late = Background.running(stage, transaction -> {
                transaction.runs().lock(run.id());
                return transaction.runs().report(run.id()).orElseThrow().done();
            });
            assertThat(late.endsInAMoment()).isFalse();
            holder.release();
            assertThat(late.result()).isEqualTo(1L);
        }
    }

    private void laneWaitsForRunLock(BiFunction<Run, StoreTransaction, Optional<Lane>> take) {
        Stage stage = Stage.of(this);
        Run run = populate(stage, 1);
        Function<StoreTransaction, RerunStatus> statusWithLane =
                transaction -> take.apply(run, transaction).isPresent()
                        ? transaction.runs().find(run.id()).orElseThrow().status()
                        : RerunStatus.PAUSED;
        try (var holder =
                Background.holding(stage, transaction -> transaction.runs().lock(run.id()), transaction -> transaction
                        .runs()
                        .moveTo(run.id(), RerunStatus.PAUSED, null))) {
            var late = Background.running(stage, statusWithLane);
            late.endsInAMoment();
            holder.release();
            assertThat(late.result()).isEqualTo(RerunStatus.PAUSED);
        }
    }

    private static Background<Optional<Lane>> claimAndFinish(Stage stage, Run run) {
        AtomicReference<@Nullable Lane> claimed = new AtomicReference<>();
        return Background.holding(
                stage,
                transaction -> {
                    Optional<Lane> lane = transaction.lanes().claim(run.id(), 0, 100);
                    lane.ifPresent(claimed::set);
                    return lane;
                },
                transaction -> {
                    Lane lane = claimed.get();
                    if (lane != null) {
                        transaction.lanes().advance(lane, done(lane.end()));
                    }
                });
    }

    private static Background<RerunStatus> statusUnderLock(Stage stage, Run run) {
        return Background.running(
                stage,
                transaction -> transaction.runs().lock(run.id()).orElseThrow().status());
    }

    private static Run populate(Stage stage, int lanes) {
        for (int i = 1; i <= 40; i++) {
            stage.process(entry(i, "ship " + i, NOON.plusSeconds(i)));
        }
        return stage.queue(lanes, epoch -> after(NOON, epoch));
    }
}
