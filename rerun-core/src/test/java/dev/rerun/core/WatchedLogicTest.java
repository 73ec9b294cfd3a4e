package dev.rerun.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Logic that writes in the transaction: it stays on its thread, and what takes too long is interrupted there. */
class WatchedLogicTest extends TimedLogicFixture {
    private final WatchedLogic logic = (WatchedLogic) patient.timed(7, items, true);
    private final WatchedLogic limited = (WatchedLogic) hasty.timed(7, items, true);

    @Test
    void runsAndReadsOnTheThreadOfTheTransaction() {
        List<Thread> own = new ArrayList<>();
        assertThat(logic.calculate(ENTRIES, inTurn(logic, entry -> {
                    own.add(Thread.currentThread());
                    read(logic);
                })))
                .isEmpty();

        assertThat(own).hasSize(3).containsOnly(Thread.currentThread());
        assertThat(readers).hasSize(6).containsOnly(Thread.currentThread());
        assertThat(lines.warnings()).isEmpty();
    }

    @Test
    void isInterruptedWhenItTakesTooLong() {
        List<LogicTurn> turns = new ArrayList<>();
        assertThatIllegalStateException()
                .isThrownBy(() -> limited.calculate(ENTRIES, inTurn(limited, entry -> {
                    turns.add(limited.current());
                    hang();
                })))
                .withMessage("interrupted");

        assertThat(turns.get(0).overrun()).hasMessageContaining("took longer than " + SHORT);
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void isSaidToBeStuckOnceIfItTakesNoNotice() {
        limited.calculate(ENTRIES.subList(0, 1), inTurn(limited, entry -> {
            spinUntil(() -> !lines.warnings().isEmpty());
            long end = System.nanoTime() + SHORT.multipliedBy(2).toNanos();
            spinUntil(() -> System.nanoTime() > end);
        }));

        assertThat(lines.warnings())
                .singleElement()
                .asString()
                .startsWith("Rerun 7, Logic took longer than " + SHORT + " and takes no notice")
                .contains("entry: 1, thread: " + Thread.currentThread().getName());
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void isNotLookedAtBeforeAndAfterItsTurns() {
        limited.look(0);
        LogicTurn turn = limited.begin(ENTRIES.get(0));
        turn.end();
        spinUntil(() -> turn.nanosLeft() < 0);
        limited.look(0);

        assertThat(turn.overrun()).isNull();
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void isNotBlamedForTimeInWhichTheProcessStoodStill() {
        LogicTurn turn = limited.begin(ENTRIES.get(0));
        spinUntil(() -> turn.nanosLeft() < 0);
        limited.look(LONG.toNanos());
        assertThat(turn.overrun()).isNull();
        turn.end();
    }

    @Test
    void isNotSaidToBeStuckIfItHasReturnedMeanwhile() {
        LogicTurn turn = limited.begin(ENTRIES.get(0));
        spinUntil(() -> turn.nanosLeft() < 0);
        limited.look(0);
        assertThat(turn.overrun()).isNotNull();
        limited.look(0);
        turn.end();
        long end = System.nanoTime() + SHORT.multipliedBy(2).toNanos();
        spinUntil(() -> System.nanoTime() > end);
        limited.look(0);

        assertThat(lines.warnings()).isEmpty();
    }

    @Test
    void aTurnIsLookedAtWhenItMayBeOverAndOtherwiseNowAndThen() {
        LogicThreads minutes = new LogicThreads(Duration.ofMinutes(5));
        TimedLogic logic = hasty.timed(7, items, false);
        LogicTurn turn = logic.begin(ENTRIES.get(0));

        assertThat(minutes.waitNanos(null)).isEqualTo(TimeUnit.SECONDS.toNanos(1));
        assertThat(hasty.waitNanos(null)).isEqualTo(SHORT.toNanos());
        assertThat(hasty.waitNanos(turn)).isLessThan(SHORT.toNanos());
        spinUntil(() -> turn.nanosLeft() < 0);
        assertThat(hasty.waitNanos(turn)).isZero();
        turn.end();
        assertThat(hasty.waitNanos(turn)).isEqualTo(SHORT.toNanos());
        minutes.close();
    }
}
