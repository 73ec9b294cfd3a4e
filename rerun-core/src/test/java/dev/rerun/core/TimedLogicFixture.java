package dev.rerun.core;

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
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** Entries whose logic has a limit, and a register that remembers which threads read it. */
abstract class TimedLogicFixture {
    static final Duration LONG = Duration.ofSeconds(20);
    static final Duration SHORT = Duration.ofMillis(60);
    static final List<ActivityEntry> ENTRIES = IntStream.rangeClosed(1, 3)
            .mapToObj(id -> new ActivityEntry("billing", Integer.toString(id), "k", Sighted.NOON, Sighted.NOON, ""))
            .toList();

    final List<Thread> readers = Collections.synchronizedList(new ArrayList<>());
    final List<String> calculated = Collections.synchronizedList(new ArrayList<>());
    final LogLines lines = new LogLines();
    final LogicThreads patient = new LogicThreads(LONG);
    final LogicThreads hasty = new LogicThreads(SHORT);
    volatile @Nullable StoreException failure;

    final Items items = new Items() {
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
    final Consumer<ActivityEntry> inTurn(TimedLogic logic, Consumer<ActivityEntry> work) {
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

    static void hang() {
        try {
            new CountDownLatch(1).await(LONG.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    final void read(TimedLogic logic) {
        logic.items().find("billing", Set.of());
        logic.items().range("billing", List.of(), Sighted.NOON, Sighted.NOON);
    }

    static void spinUntil(BooleanSupplier condition) {
        long end = System.nanoTime() + LONG.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
