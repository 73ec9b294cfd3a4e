package dev.rerun.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.Contract;
import dev.rerun.api.ContractId;
import dev.rerun.api.KeptReason;
import dev.rerun.api.RegisterItem;
import dev.rerun.core.spi.ContractLogic;
import dev.rerun.core.spi.ItemDraft;
import dev.rerun.core.spi.ItemKey;
import dev.rerun.core.spi.LogicContext;
import dev.rerun.core.spi.LogicResult;
import dev.rerun.core.spi.LogicWrites;
import dev.rerun.core.spi.NewOutcome;
import dev.rerun.core.spi.PlacedItem;
import dev.rerun.core.spi.RejectedDataException;
import dev.rerun.core.spi.StoreException;
import dev.rerun.core.spi.StoreTransaction;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Batches whose logic may write beside its items: whatever goes wrong undoes all of it, and then is known. */
class BatchWritesTest {
    private static final List<ActivityEntry> ENTRIES = IntStream.rangeClosed(1, 3)
            .mapToObj(id -> new ActivityEntry("billing", Integer.toString(id), "k", Sighted.NOON, Sighted.NOON, ""))
            .toList();
    private static final long RUN = 906_866;

    private final Map<String, Supplier<RuntimeException>> failing = new HashMap<>();
    private final Set<String> hanging = new HashSet<>();
    private final List<String> calls = new ArrayList<>();
    private final Map<ItemKey, PlacedItem> stored = new HashMap<>();
    private final List<NewOutcome> outcomes = new ArrayList<>();
    private @Nullable RuntimeException refusedWrite;
    private @Nullable StoreException ofTheStore;
    private LogicThreads threads = new LogicThreads(Duration.ofMinutes(1));

    private final LogicWrites writes = new LogicWrites() {
        @Override
        public void flush() {
            calls.add("flush");
            if (refusedWrite != null) {
                throw refusedWrite;
            }
        }

        @Override
        public Optional<StoreException> storeFailure(Throwable thrown) {
            return Optional.ofNullable(ofTheStore);
        }
    };

    private final FakeStore store = new FakeStore((question, arguments) -> switch (question) {
        case "StoreTransaction.logicWrites" -> Optional.of(writes);
        case "Items.range" -> List.of();
        case "Items.find" -> {
            Map<ItemKey, PlacedItem> found = new HashMap<>(stored);
            found.keySet().retainAll((Set<?>) arguments.get(1));
            yield found;
        }
        case "Items.insert" -> null;
        case "Entries.insertOutcomes" -> {
            ((List<?>) arguments.get(1)).forEach(outcome -> outcomes.add((NewOutcome) outcome));
            yield null;
        }
        default -> throw new AssertionError(question);
    });

    @AfterEach
    void close() {
        threads.close();
    }

    private Batch.Result run(Known known, int mostTries) {
        Contract contract = Contract.of("fee", "v1", "flat");
        ContractLogic logic = new ContractLogic() {
            @Override
            public String name() {
                return "flat";
            }

            @Override
            public LogicResult apply(Contract applied, ActivityEntry entry, LogicContext context) {
                calls.add(entry.id());
                Supplier<RuntimeException> failure = failing.get(entry.id());
                if (failure != null) {
                    throw failure.get();
                }
                if (hanging.contains(entry.id())) {
                    while (!Thread.currentThread().isInterrupted()) {
                        Thread.onSpinWait();
                    }
                    throw new IllegalStateException("interrupted");
                }
                return LogicResult.of(
                        "billed", ItemDraft.of("Fees", entry.id(), entry.occurredAt(), BigDecimal.ONE, "EUR"));
            }
        };
        EntryProcessor processor = new EntryProcessor(
                entry -> Optional.of(contract),
                LogicCatalog.of(List.of(logic)),
                new LimitCheck(store.limits()),
                new Faults(error -> error instanceof IllegalMonitorStateException),
                threads);
        return store.transaction(tx -> batch(tx, processor, mostTries).run(ENTRIES, known));
    }

    private Batch batch(StoreTransaction tx, EntryProcessor processor, int mostTries) {
        return new Batch(tx, processor, "billing", RUN, placed -> Optional.of(KeptReason.INVOICED), mostTries, null);
    }

    private BatchUndone undone(Known known, int mostTries) {
        BatchUndone undone = catchThrowableOfType(BatchUndone.class, () -> run(known, mostTries));
        assertThat(outcomes).isEmpty();
        return undone;
    }

    private static List<String> errors(BatchUndone undone) {
        return undone.known().failed().values().stream()
                .map(failed -> String.valueOf(failed.error()))
                .toList();
    }

    private static void fail(Map<String, Supplier<RuntimeException>> failing, String id) {
        failing.put(id, () -> new IllegalStateException("no tariff"));
    }

    @Test
    void eachEntryIsWrittenBeforeTheNextIsCalculated() {
        Batch.Result result = run(Known.NOTHING, 1);

        assertThat(calls).containsExactly("1", "flush", "2", "flush", "3", "flush");
        assertThat(result.processed()).isEqualTo(3);
        assertThat(result.created()).isEqualTo(3);
        assertThat(outcomes).hasSize(3);
    }

    @Test
    void anEntryThatFailsUndoesTheBatchAndFailsUncalculatedTheNextTime() {
        fail(failing, "2");

        BatchUndone undone = undone(Known.NOTHING, 1);
        assertThat(undone.last()).isEqualTo("2");
        assertThat(undone.known().failed()).containsOnlyKeys("2");
        calls.clear();
        Batch.Result result = run(undone.known(), 1);

        assertThat(calls).containsExactly("1", "flush", "3", "flush");
        assertThat(result.processed()).isEqualTo(2);
        assertThat(result.failures())
                .containsEntry("2", new Batch.Failure("java.lang.IllegalStateException: no tariff", 1));
    }

    @Test
    void anEntryThatMayPassIsTriedUntilItHasBeenOftenEnough() {
        failing.put("2", () -> new IllegalMonitorStateException("busy"));

        BatchUndone first = undone(Known.NOTHING, 2);
        assertThat(first.known().failed()).isEmpty();
        assertThat(first.known().attempts("2")).isEqualTo(2);
        assertThat(first.last()).isEqualTo("2");
        BatchUndone second = undone(first.known(), 2);

        assertThat(second.known().failed()).containsOnlyKeys("2");
        assertThat(run(second.known(), 2).failures().get("2"))
                .extracting(Batch.Failure::attempts)
                .isEqualTo(2);
    }

    @Test
    void aWriteThatTheHostsTableRefusesFailsItsEntry() {
        refusedWrite = new IllegalArgumentException("the column is too short");

        assertThat(errors(undone(Known.NOTHING, 1))).singleElement().asString().contains("too short");
    }

    @Test
    void theStoresOwnFailureIsNoEntrysFault() {
        fail(failing, "1");
        ofTheStore = new StoreException("the connection is lost", null);

        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> run(Known.NOTHING, 1))
                .isSameAs(ofTheStore);
    }

    @Test
    void anEntryThatTakesTooLongUndoesTheBatchToo() {
        threads.close();
        threads = new LogicThreads(Duration.ofMillis(50));
        hanging.add("2");

        BatchUndone undone = undone(Known.NOTHING, 1);

        assertThat(undone.last()).isEqualTo("2");
        assertThat(errors(undone)).singleElement().asString().contains("took longer than PT0.05S");
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void memoryThatRunsOutIsTreatedAsAValueThatTheStoreRefuses() {
        failing.put("2", () -> {
            throw new OutOfMemoryError("made up");
        });

        assertThatExceptionOfType(RejectedDataException.class)
                .isThrownBy(() -> run(Known.NOTHING, 1))
                .withMessageContaining("memory ran out while entry 2 was calculated");
    }

    @Test
    void keysThatAreTakenUndoTheBatchAndTheItemsStayTheNextTime() {
        RegisterItem kept = ItemDraft.of("Fees", "2", Sighted.NOON, BigDecimal.TEN, "EUR")
                .toItem("k", "2", new ContractId("fee", "v0"), null);
        stored.put(ItemKey.of(kept), new PlacedItem(kept, null));

        BatchUndone undone = undone(Known.NOTHING.lookingFirst(), 1);
        assertThat(undone.last()).isNull();
        assertThat(undone.known().keys()).containsExactly(ItemKey.of(kept));
        Batch.Result result = run(undone.known(), 1);

        assertThat(result.created()).isEqualTo(2);
        assertThat(result.retained()).isEqualTo(1);
        assertThat(outcomes.get(1).diagnostics()).extracting("code").containsExactly("billed", "retained");
    }
}
