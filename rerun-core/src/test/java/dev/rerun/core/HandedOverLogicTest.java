package dev.rerun.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rerun.core.spi.StoreException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Logic that cannot write in the transaction: on which thread it runs, how it reads, and how it is given up. */
class HandedOverLogicTest extends TimedLogicFixture {
    private final TimedLogic logic = patient.timed(7, items, false);
    private final TimedLogic limited = hasty.timed(7, items, false);

    @Test
    void runsOnAThreadOfItsOwnAndReadsOnThatOfTheTransaction() {
        List<Thread> own = Collections.synchronizedList(new ArrayList<>());
        assertThat(logic.calculate(ENTRIES, inTurn(logic, entry -> {
                    own.add(Thread.currentThread());
                    read(logic);
                })))
                .isEmpty();

        assertThat(own).hasSize(3).doesNotContain(Thread.currentThread()).allMatch(Thread::isDaemon);
        assertThat(own.get(0).getName()).startsWith("rerun-logic-");
        assertThat(readers).hasSize(6).containsOnly(Thread.currentThread());
        assertThat(calculated).containsExactly("1", "2", "3");
    }

    @Test
    void isReadForBeforeItsFirstTurn() {
        read(logic);
        logic.items().insert("billing", List.of());

        assertThat(readers).hasSize(3).containsOnly(Thread.currentThread());
    }

    @Test
    void throwsWhatItThrows() {
        assertThatIllegalStateException()
                .isThrownBy(() -> logic.calculate(ENTRIES, entry -> {
                    throw new IllegalStateException("broken");
                }))
                .withMessage("broken");
        TimedLogic other = patient.timed(7, items, false);
        assertThatExceptionOfType(InternalError.class)
                .isThrownBy(() -> other.calculate(ENTRIES, entry -> {
                    throw new InternalError("broken");
                }));
    }

    @Test
    void isToldWhatFailsWhenItReads() {
        StoreException broken = new StoreException("the disk is full", null);
        failure = broken;
        AtomicReference<Throwable> seen = new AtomicReference<>();
        logic.calculate(ENTRIES, inTurn(logic, entry -> {
            try {
                read(logic);
            } catch (StoreException e) {
                seen.set(e);
            }
        }));

        assertThat(seen).hasValue(broken);
    }

    @Test
    void isInterruptedWhenItTakesTooLongAndNothingFollows() {
        Optional<LogicTurn> late = limited.calculate(ENTRIES, inTurn(limited, entry -> {
            if (entry.id().equals("2")) {
                hang();
            }
        }));

        assertThat(late).hasValueSatisfying(turn -> {
            assertThat(turn.entry().id()).isEqualTo("2");
            assertThat(turn.overrun()).hasMessageContaining("took longer than " + SHORT);
        });
        assertThat(calculated).containsExactly("1");
        assertThat(lines.warnings())
                .singleElement()
                .asString()
                .startsWith("Rerun 7, Logic took too long")
                .contains("entry: 2, thread: rerun-logic-");
    }

    @Test
    void isRefusedWhatItAsksAfterItWasGivenUp() throws InterruptedException {
        AtomicReference<Throwable> refusal = new AtomicReference<>();
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch givenUp = new CountDownLatch(1);
        limited.calculate(ENTRIES, inTurn(limited, entry -> {
            try {
                hang();
            } catch (IllegalStateException e) {
                awaitQuietly(givenUp);
                try {
                    limited.read(() -> true);
                } catch (CancellationException refused) {
                    refusal.set(refused);
                }
                asked.countDown();
            }
        }));
        givenUp.countDown();

        assertThat(asked.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(refusal.get()).isInstanceOf(CancellationException.class);
    }

    @Test
    void isNotBlamedIfTheStoreFailedBefore() {
        StoreException broken = new StoreException("the disk is full", null);
        failure = broken;

        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> limited.calculate(ENTRIES, inTurn(limited, entry -> {
                    try {
                        read(limited);
                    } catch (StoreException e) {
                        hang();
                    }
                })))
                .isSameAs(broken);
    }

    @Test
    void isWaitedForAlsoByWhoIsInterrupted() {
        Thread.currentThread().interrupt();

        assertThat(logic.calculate(ENTRIES, inTurn(logic, entry -> read(logic))))
                .isEmpty();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(calculated).hasSize(3);
    }
}
