package dev.rerun.testkit;

import static dev.rerun.testkit.Stage.NOON;
import static dev.rerun.testkit.Stage.after;
import static dev.rerun.testkit.Stage.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.api.Actor;
import dev.rerun.api.RerunAction;
import dev.rerun.api.RerunCommand;
import dev.rerun.core.spi.Run;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Tests of the promise S3 of {@link dev.rerun.core.spi.RerunStore} for runs that are steered: who waits for whom. As in {@link
 * LockContract}, each test has one transaction on a thread of its own.
 */
public interface CommandLockContract extends StoreContract {
    /** S3. */
    @Test
    @DisplayName(
            "S3 recording a command waits for nobody who has locked the run, and is seen by him and others at once")
    default void commandsDoNotWaitForRunLock() {
        Stage stage = Stage.of(this);
        Run run = stage.start(NOON);
        AtomicReference<List<RerunCommand>> seen = new AtomicReference<>(List.of());
        try (var holder = Background.holding(
                stage,
                transaction -> {
                    transaction.runs().lock(run.id());
                    return transaction.runs().commands(run.id());
                },
                transaction -> seen.set(transaction.runs().commands(run.id())))) {
            assertThat(holder.held()).isEmpty();
            var command = Background.running(stage, transaction -> {
                transaction.runs().record(run.id(), RerunAction.CANCEL, Actor.named("Möwe"));
                return true;
            });
            if (parallel()) {
                assertThat(command.result()).isTrue();
                assertThat(stage.list(transaction -> transaction.runs().commands(run.id())))
                        .hasSize(1);
            }
            holder.release();
            assertThat(command.result()).isTrue();
            if (parallel()) {
                assertThat(seen.get()).extracting(RerunCommand::caller).containsExactly("Möwe");
            }
        }
    }

    /** S3. */
    @Test
    @DisplayName("S3 of two transactions that want one turn only the first gets it")
    default void turnsAreExclusive() {
        Stage stage = Stage.of(this);
        Run run = stage.start(NOON);
        Duration hour = Duration.ofHours(1);
        try (var holder = Background.holding(
                stage, transaction -> transaction.runs().takeTurn(run.id(), hour), transaction -> {})) {
            assertThat(holder.held()).isZero();
            var late =
                    Background.running(stage, transaction -> transaction.runs().takeTurn(run.id(), hour));
            late.endsInAMoment();
            holder.release();
            assertThat(late.result()).isPositive();
        }
    }

    /** S3. */
    @Test
    @DisplayName("S3 who holds a lane can take the run's turn and record a command, although another waits for the run")
    default void laneHoldersAreNotHeldUp() {
        Stage stage = Stage.of(this);
        stage.process(entry(1, NOON.plusSeconds(1)));
        Run run = stage.queue(1, epoch -> after(NOON, epoch));
        try (var holder =
                Background.holding(stage, transaction -> transaction.lanes().lock(run.id(), 0), transaction -> {
                    transaction.runs().takeTurn(run.id(), Duration.ofHours(1));
                    transaction.runs().record(run.id(), RerunAction.PAUSE, Actor.HOST);
                })) {
            var late = Background.running(stage, transaction -> {
                transaction.runs().lock(run.id());
                return transaction.runs().commands(run.id()).size();
            });
            assertThat(late.endsInAMoment()).isFalse();
            holder.release();
            assertThat(late.result()).isEqualTo(1);
        }
    }
}
