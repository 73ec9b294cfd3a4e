package dev.rerun.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.Contract;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** When a turn takes too long, and what becomes of its thread. */
class LogicTurnTest {
    private static final ActivityEntry ENTRY =
            new ActivityEntry("billing", "7", "k", Sighted.NOON, Sighted.NOON, "nothing");

    private final LogicTurn turn = new LogicTurn(ENTRY, Duration.ofMillis(1));

    private void takeTooLong() {
        while (turn.nanosLeft() > 0) {
            Thread.onSpinWait();
        }
    }

    private static void pass(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    @Test
    void isInterruptedOnceAndItsEndTakesTheInterruptBack() {
        turn.resolved(Contract.of("fee", "v1", "flat"));
        takeTooLong();

        assertThat(turn.interruptIfOver()).isTrue();
        assertThat(turn.interruptIfOver()).isFalse();
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
        assertThat(turn.overrun())
                .isInstanceOf(TimeoutException.class)
                .hasMessageStartingWith("logic 'flat' took longer than PT0.001S")
                .hasStackTraceContaining("LogicTurnTest");
        turn.end();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void hasTimeLeftUntilItsLimit() {
        LogicTurn young = new LogicTurn(ENTRY, Duration.ofDays(1));

        assertThat(young.interruptIfOver()).isFalse();
        assertThat(young.overrun()).isNull();
    }

    @Test
    void isNotInterruptedAfterItsEnd() {
        takeTooLong();
        turn.end();

        assertThat(turn.interruptIfOver()).isFalse();
        assertThat(turn.overrun()).isNull();
    }

    @Test
    void anInterruptOfSomebodyElseStays() {
        Thread.currentThread().interrupt();
        turn.end();

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void isNotInterruptedWhileItReads() {
        Duration limit = Duration.ofMillis(500);
        LogicTurn reading = new LogicTurn(ENTRY, limit);
        reading.beginRead();
        pass(limit);
        assertThat(reading.interruptIfOver()).isFalse();
        assertThat(reading.nanosLeft()).isPositive();
        reading.endRead();

        assertThat(reading.interruptIfOver()).isTrue();
        reading.end();
    }

    @Test
    void whatTheStoreTakesDoesNotCount() {
        Duration read = Duration.ofMillis(500);
        LogicTurn reading = new LogicTurn(ENTRY, Duration.ofHours(1));
        long before = reading.nanosLeft();
        reading.uncounted(() -> {
            pass(read);
            return true;
        });

        assertThat(before - reading.nanosLeft()).isLessThan(read.toNanos());
    }

    @Test
    void timeInWhichTheProcessStoodStillDoesNotCount() {
        takeTooLong();
        turn.stoodStill(Duration.ofHours(1).toNanos());
        turn.stoodStill(-Duration.ofHours(2).toNanos());

        assertThat(turn.interruptIfOver()).isFalse();
    }

    @Test
    void endsAtAReadIfNobodyCouldInterruptItBefore() {
        takeTooLong();

        assertThatIllegalStateException()
                .isThrownBy(turn::beginRead)
                .withMessageContaining("the contract resolver took longer than PT0.001S");
        assertThatIllegalStateException().isThrownBy(turn::checkUse);
        assertThat(turn.overrun()).isNotNull();
        assertThat(turn.interruptIfOver()).isTrue();
        turn.end();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void saysHowLongItHasLastedAndWhereItStands() {
        Duration least = Duration.ofMillis(5);
        pass(least);

        assertThat(turn.duration()).isBetween(least, Duration.ofHours(1));
        assertThat(turn.threadName()).isEqualTo(Thread.currentThread().getName());
        assertThat(turn.stack()).extracting(StackTraceElement::getClassName).contains(LogicTurnTest.class.getName());
    }

    @Test
    void lastsUntilItsEnd() {
        assertThat(turn.hasEnded()).isFalse();
        turn.end();
        assertThat(turn.hasEnded()).isTrue();
    }
}
