package dev.rerun.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.RegisterItem;
import dev.rerun.core.spi.ItemKey;
import dev.rerun.core.spi.Items;
import dev.rerun.core.spi.PlacedItem;
import dev.rerun.core.spi.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** On which thread logic runs, how it reads there, and what becomes of it when it takes too long. */
class TimedLogicTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(60);
    private static final List<ActivityEntry> ENTRIES = IntStream.rangeClosed(1, 3)
            .mapToObj(id -> new ActivityEntry("billing", Integer.toString(id), "k", Sighted.NOON, Sighted.NOON, ""))
            .toList();

    private final List<Thread> readers = Collections.synchronizedList(new ArrayList<>());
    private final List<String> calculated = Collections.synchronizedList(new ArrayList<>());
    private final LogLines lines = new LogLines();
    private final LogicThreads patient = new LogicThreads(LONG);
    private final LogicThreads hasty = new LogicThreads(SHORT);
    private volatile @Nullable StoreException failure;

    private final Items items = new Items() {
        @Override
        public Map<ItemKey, PlacedItem> find(String app, Set<ItemKey> keys) {
            readers.add(Thread.currentThread());
            StoreException due = failure;
            if (due != null) {
                throw due;
            }
            return Map.of();
        }

        @Override
        public List<PlacedItem> range(String app, Collection<String> orderingKeys, Instant from, Instant until) {
            readers.add(Thread.currentThread());
            return List.of();
        }

        @Override
        public void insert(String app, List<RegisterItem> added) {
            readers.add(Thread.currentThread());
        }
    };

    @AfterEach
    void close() {
        patient.close();
        hasty.close();
        lines.close();
    }

    /** Work that has its turn as that of an engine has. */
    private Consumer<ActivityEntry> inTurn(TimedLogic logic, Consumer<ActivityEntry> work) {
        return entry -> {
            LogicTurn turn = logic.begin(entry);
            try {
                work.accept(entry);
                calculated.add(entry.id());
            } finally {
                turn.end();
            }
        };
    }

    private static void hang() {
        try {
            new CountDownLatch(1).await(LONG.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    private void read(TimedLogic logic) {
        logic.items().find("billing", Set.of());
        logic.items().range("billing", List.of(), Sighted.NOON, Sighted.NOON);
    }

    private static void spinUntil(BooleanSupplier condition) {
        long end = System.nanoTime() + LONG.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    /** Logic that cannot write in the transaction. */
    @Nested
    class HandedOver {
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

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Logic that writes in the transaction. */
    @Nested
    class Watched {
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
