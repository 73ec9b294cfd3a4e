package dev.rerun.testkit;

import static dev.rerun.testkit.Stage.NOON;
import static dev.rerun.testkit.Stage.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rerun.api.Actor;
import dev.rerun.api.RerunAction;
import dev.rerun.api.RerunCommand;
import dev.rerun.api.RerunOptions;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.eligibility.Selection;
import dev.rerun.core.spi.Run;
import dev.rerun.core.spi.Tally;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Tests of what {@link dev.rerun.core.spi.Runs} knows of a run that is steered. It promises:
 *
 * <ul>
 *   <li><b>R13</b> Commands are listed run by run, oldest first, as they were given and when, by the store's clock.
 *   <li><b>R14</b> The tally counts from the start, or from when the run was last resumed.
 *   <li><b>R15</b> A turn that was taken is free again after its length, by the store's clock, and no earlier; a look at it, or
 *       a try in vain, changes nothing.
 * </ul>
 *
 * <p>That nobody waits for a command, and that one alone gets a turn, is the matter of {@link CommandLockContract}.
 */
public interface CommandContract extends StoreContract {
    /** R13. */
    @Test
    @DisplayName("R13 commands are listed oldest first, as they were given")
    default void listsCommands() {
        Stage stage = Stage.of(this);
        Run run = stage.start(NOON);
        assertThat(commands(stage, run)).isEmpty();
        List<RerunAction> actions = List.of(
                RerunAction.START, RerunAction.RETRY, RerunAction.PAUSE, RerunAction.RESUME, RerunAction.CANCEL);
        List<Actor> actors = List.of(
                new Actor("Käpt'n Möwe", "prices of 'May'\r\nwere wrong"),
                Actor.HOST.because("too much fails: 吊车 \uD83D\uDEA2"),
                new Actor(" zoë\\ ", null),
                Actor.HOST,
                Actor.named("zoë").because("{} ${x} ? %s"));
        Instant before = stage.in(transaction -> transaction.now());
        List<RerunCommand> expected = new ArrayList<>();
        for (int i = 0; i < actions.size(); i++) {
            RerunAction action = actions.get(i);
            Actor actor = actors.get(i);
            stage.with(transaction -> transaction.runs().record(run.id(), action, actor));
            expected.add(new RerunCommand(run.id(), action, actor.caller(), actor.reason(), before));
        }
        Instant later = stage.in(transaction -> transaction.now());
        List<RerunCommand> commands = commands(stage, run);
        assertThat(commands)
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("at")
                .isEqualTo(expected);
        assertThat(commands).extracting(RerunCommand::at).isSorted().allSatisfy(at -> assertThat(at)
                .isBetween(before, later));
    }

    /** R13. */
    @Test
    @DisplayName("R13 commands of one transaction keep their order, and are seen in it")
    default void keepsTheOrderOfCommands() {
        Stage stage = Stage.of(this);
        Run run = stage.start(NOON);
        List<String> reasons = List.of("c", "a", "b");
        stage.with(transaction -> {
            reasons.forEach(
                    reason -> transaction.runs().record(run.id(), RerunAction.RETRY, Actor.HOST.because(reason)));
            assertThat(transaction.runs().commands(run.id()))
                    .extracting(RerunCommand::reason)
                    .isEqualTo(reasons);
        });
        assertThat(commands(stage, run)).extracting(RerunCommand::reason).isEqualTo(reasons);
    }

    /** R13. */
    @Test
    @DisplayName("R13 a run lists its own commands, and an unknown one has none")
    default void keepsCommandsApart() {
        Stage stage = Stage.of(this);
        Run first = stage.start(NOON);
        stage.end(first);
        Run second = stage.start(NOON);
        stage.with(transaction -> transaction.runs().record(first.id(), RerunAction.START, Actor.named("one")));
        stage.with(transaction -> transaction.runs().record(second.id(), RerunAction.PAUSE, Actor.named("two")));
        assertThat(commands(stage, first)).extracting(RerunCommand::caller).containsExactly("one");
        assertThat(commands(stage, second)).extracting(RerunCommand::caller).containsExactly("two");
        assertThat(stage.list(transaction -> transaction.runs().commands(1))).isEmpty();
    }

    /** R14. */
    @Test
    @DisplayName("R14 the tally counts what is done and what failed, over all lanes, from the start or the last resume")
    default void talliesSinceResume() {
        Stage stage = Stage.of(this);
        for (int i = 1; i <= 20; i++) {
            stage.process(entry(i, "ship " + i, NOON.plusSeconds(i)));
        }
        Run run = stage.queued(stage.start(4, RerunOptions.DEFAULT.firstOnly(10)));
        Worker worker = Worker.of(stage, run).failing("1", "2", "3", "11").holding("4");
        assertThat(tally(stage, run.id())).isEqualTo(new Tally(0, 0));
        assertThat(stage.test(transaction -> transaction.runs().begin(run.id())))
                .isTrue();
        worker.work();
        assertThat(tally(stage, run.id())).isEqualTo(new Tally(6, 3));
        stage.move(run, RerunStatus.PAUSED);
        assertThat(tally(stage, run.id())).isEqualTo(new Tally(6, 3));
        stage.locked(run, transaction -> transaction.lanes().openAll(run.id()));
        stage.move(run, RerunStatus.RUNNING);
        assertThat(tally(stage, run.id())).isEqualTo(new Tally(0, 0));
        worker.work();
        assertThat(tally(stage, run.id())).isEqualTo(new Tally(9, 1));
        stage.move(run, RerunStatus.RUNNING);
        assertThat(tally(stage, run.id())).isEqualTo(new Tally(9, 1));
        assertThat(stage.report(run.id()).done()).isEqualTo(15);
        assertThat(tally(stage, 1)).isEqualTo(new Tally(0, 0));
    }

    /** R15. */
    @Test
    @DisplayName("R15 a turn is taken once, run by run; a look at it or a try in vain changes nothing")
    default void takesTurns() {
        Stage stage = Stage.of(this);
        Run run = stage.start(NOON);
        Run other = stage.start(1, epoch -> new Selection("other", NOON, null, NOON, false, epoch));
        Duration hour = Duration.ofHours(1);
        assertThat(turn(stage, run, Duration.ZERO)).isZero();
        assertThat(turn(stage, run, hour)).isZero();
        Duration left = turn(stage, run, Duration.ofDays(1));
        assertThat(left).isGreaterThan(hour.minus(patience())).isLessThanOrEqualTo(hour);
        assertThat(turn(stage, run, Duration.ZERO)).isPositive().isLessThanOrEqualTo(left);
        assertThat(turn(stage, other, Duration.ZERO)).isZero();
        assertThat(turn(stage, other, Duration.ZERO)).isZero();
    }

    /** R15. */
    @Test
    @DisplayName("R15 a turn that was taken is free after its length, and no earlier")
    default void freesTurns() {
        Stage stage = Stage.of(this);
        Run run = stage.start(NOON);
        Duration length = Duration.ofNanos(80_001_000);
        Instant before = stage.in(transaction -> transaction.now());
        assertThat(turn(stage, run, length)).isZero();
        long deadline = System.nanoTime() + patience().toNanos();
        Duration hour = Duration.ofHours(1);
        Duration left = turn(stage, run, hour);
        while (!left.isZero()) {
            assertThat(System.nanoTime()).as("still taken after %s", patience()).isLessThan(deadline);
            LockSupport.parkNanos(Math.min(left.toNanos(), length.toNanos()));
            left = turn(stage, run, hour);
        }
        assertThat(stage.<Instant>in(transaction -> transaction.now())).isAfterOrEqualTo(before.plus(length));
        assertThat(turn(stage, run, Duration.ZERO)).isPositive();
    }

    /** R15. */
    @Test
    @DisplayName("R15 a turn that a transaction took and did not commit is free")
    default void freesTurnsThatWereRolledBack() {
        Stage stage = Stage.of(this);
        Run run = stage.start(NOON);
        assertThatThrownBy(() -> stage.with(transaction -> {
                    transaction.runs().takeTurn(run.id(), Duration.ofHours(1));
                    throw new StagedFailure();
                }))
                .isInstanceOf(StagedFailure.class);
        assertThat(turn(stage, run, Duration.ofHours(1))).isZero();
    }

    private static List<RerunCommand> commands(Stage stage, Run run) {
        return stage.list(transaction -> transaction.runs().commands(run.id()));
    }

    private static Tally tally(Stage stage, long id) {
        return stage.in(transaction -> transaction.runs().tally(id));
    }

    private static Duration turn(Stage stage, Run run, Duration length) {
        return stage.in(transaction -> transaction.runs().takeTurn(run.id(), length));
    }
}
