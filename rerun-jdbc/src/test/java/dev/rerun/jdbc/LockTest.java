package dev.rerun.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.RegisterItem;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.eligibility.Eligibility;
import dev.rerun.core.spi.Lane;
import dev.rerun.core.spi.LaneProgress;
import dev.rerun.core.spi.Run;
import dev.rerun.core.spi.StoreConflictException;
import dev.rerun.core.spi.StoreTransaction;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Who waits for whom. A transaction in another thread is seen to wait in the database, not by the clock. */
@ParameterizedClass
@EnumSource(TestDatabase.Kind.class)
class LockTest {
    private static final String APP = TestDatabase.APP;
    private static final long RUN = 123_456;
    private static final int ENTRIES = 200;

    private final ExecutorService others = Executors.newCachedThreadPool();

    @Parameter
    @SuppressWarnings("NullAway.Init") // set for each database
    TestDatabase.Kind kind;

    private TestDatabase database;
    private JdbcStore store;
    private int lanes = 64;

    @BeforeEach
    void open() throws SQLException {
        database = kind.withSchema();
        store = database.store();
    }

    @AfterEach
    void close() throws SQLException {
        others.shutdownNow();
        database.close();
    }

    @Test
    void twoTransactionsClaimDifferentLanes() {
        prepare(2);

        store.transaction(first -> {
            Lane one = first.lanes().claim(RUN, 0, 100).orElseThrow();
            Lane other = claimElsewhere().orElseThrow();
            assertThat(other.number()).isNotEqualTo(one.number());
            return 1;
        });
    }

    @Test
    void aClaimPassesOverALaneThatIsHeldAndFindsNoneIfAllAre() {
        prepare(1);

        store.transaction(first -> {
            Lane held = first.lanes().claim(RUN, 0, 100).orElseThrow();
            assertThat(claimElsewhere()).isEmpty();
            first.lanes().advance(held, new LaneProgress(1, 1, 0, 0, 0, 0));
            return 1;
        });

        assertThat(claimElsewhere().orElseThrow().watermark()).isEqualTo(1);
    }

    @Test
    void aLaneIsReadAfterItsHolderHasCommitted() throws Exception {
        prepare(1);

        Future<Optional<Lane>> waiting = store.transaction(first -> {
            Lane held = first.lanes().claim(RUN, 0, 100).orElseThrow();
            first.lanes().advance(held, new LaneProgress(2, 2, 0, 0, 0, 0));
            return later(second -> second.lanes().lock(RUN, held.number()));
        });

        assertThat(waiting.get(20, TimeUnit.SECONDS).orElseThrow().watermark()).isEqualTo(2);
    }

    @Test
    void theLockOfARunWaitsForTheHoldersOfItsLanes() throws Exception {
        prepare(3);

        Future<RerunStatus> pause = store.transaction(worker -> {
            assertThat(worker.lanes().claim(RUN, 0, 100)).isPresent();
            return later(second -> {
                Run run = second.runs().lock(RUN).orElseThrow();
                second.runs().moveTo(RUN, RerunStatus.PAUSED, null);
                return run.status();
            });
        });

        assertThat(pause.get(20, TimeUnit.SECONDS)).isEqualTo(RerunStatus.QUEUED);
    }

    @Test
    void aRunThatIsLockedHasNoLaneToClaim() {
        prepare(3);

        store.transaction(pause -> {
            assertThat(pause.runs().lock(RUN)).isPresent();
            assertThat(claimElsewhere()).isEmpty();
            Optional<Run> read = now(reader -> reader.runs().find(RUN));
            assertThat(read).isPresent();
            return 1;
        });
    }

    @Test
    void aSecondLockOfARunSeesWhatTheFirstDid() throws Exception {
        prepare(2);

        Future<Run> second = store.transaction(first -> {
            assertThat(first.runs().lock(RUN)).isPresent();
            first.runs().moveTo(RUN, RerunStatus.CANCELLED, null);
            return later(other -> other.runs().lock(RUN).orElseThrow());
        });

        assertThat(second.get(20, TimeUnit.SECONDS).status()).isEqualTo(RerunStatus.CANCELLED);
    }

    @Test
    void onlyAPreparingRunThatNobodyHoldsIsAbandoned() {
        store.transaction(this::start);

        store.transaction(preparer -> {
            assertThat(preparer.runs().lock(RUN)).isPresent();
            assertThat(abandoned(Duration.ZERO)).isEmpty();
            return 1;
        });

        assertThat(abandoned(Duration.ofDays(1))).isEmpty();
        assertThat(abandoned(Duration.ZERO)).containsExactly(RUN);
    }

    @Test
    void theBarrierWaitsForFirstProcessingInFlight() throws Exception {
        store.transaction(transaction -> transaction.entries().enter(APP, Set.of("a")));

        Future<Long> ended = store.transaction(live -> {
            assertThat(live.entries().enter(APP, Set.of("a", "b", "c"))).isEqualTo(1);
            Future<Long> start = later(second -> second.runs().closeEpoch(APP));
            live.entries().insert(APP, 1, List.of(TestDatabase.entry(1, "a", TestDatabase.T0)));
            return start;
        });

        assertThat(ended.get(20, TimeUnit.SECONDS)).isEqualTo(1);
    }

    @Test
    void firstProcessingWaitsForTheBarrierAndIsInTheNextEpoch() throws Exception {
        store.transaction(transaction -> transaction.entries().enter(APP, Set.of("a")));

        Future<Long> entered = store.transaction(start -> {
            start.runs().closeEpoch(APP);
            return later(live -> live.entries().enter(APP, Set.of("a")));
        });

        assertThat(entered.get(20, TimeUnit.SECONDS)).isEqualTo(2);
    }

    @Test
    void firstProcessingOfOtherKeysDoesNotWait() {
        assertThat(AppLanes.laneOf("a")).isNotEqualTo(AppLanes.laneOf("b"));
        store.transaction(transaction -> transaction.entries().enter(APP, Set.of("c")));

        store.transaction(first -> {
            first.entries().enter(APP, Set.of("a"));
            long epoch = now(second -> second.entries().enter(APP, Set.of("b")));
            assertThat(epoch).isEqualTo(1);
            return 1;
        });
    }

    @Test
    void anItemThatIsInvoicedWhileItIsAboutToGoStays() throws Exception {
        store.transaction(this::start);
        var invoicing = database.source.getConnection();
        invoicing.setAutoCommit(false);
        try (var statement = invoicing.createStatement()) {
            statement.executeUpdate("update register_item set invoice_id = 'i-1' where unique_key = 'line1'");
            AtomicReference<@Nullable Thread> archiving = new AtomicReference<>();
            Future<Long> moved = others.submit(() -> {
                archiving.set(Thread.currentThread());
                return store.transaction(this::archiveAll);
            });
            await().until(() -> moved.isDone() || looksAgain(archiving.get()));
            assertThat(moved).isNotDone();
            invoicing.commit();

            assertThat(moved.get(20, TimeUnit.SECONDS)).isEqualTo(ENTRIES - 1);
        } finally {
            invoicing.close();
        }
        assertThat(database.rows("select unique_key, invoice_id from register_item"))
                .containsExactly(List.of("line1", "i-1"));
    }

    @Test
    void anItemThatIsHeldForTooLongIsAConflictAndNotWaitedForInTheDatabase() throws Exception {
        store.transaction(this::start);
        try (var editing = database.source.getConnection();
                var statement = editing.createStatement()) {
            editing.setAutoCommit(false);
            statement.executeUpdate("update register_item set detail = 'edited' where unique_key = 'line7'");

            assertThatExceptionOfType(StoreConflictException.class)
                    .isThrownBy(() -> store.transaction(this::archiveAll))
                    .withMessageContaining("locked by another transaction");
            editing.rollback();
        }
        assertThat(database.rows("select 1 from register_item")).hasSize(ENTRIES);
    }

    private long archiveAll(StoreTransaction transaction) {
        Run run = transaction.runs().lock(RUN).orElseThrow();
        transaction.preparation().freeze(run);
        List<Long> batches = new ArrayList<>();
        transaction
                .preparation()
                .archive(run, Eligibility.of(run.selection(), List.of()), 100, (long count) -> batches.add(count));
        return batches.stream().mapToLong(Long::longValue).sum();
    }

    /** It does not wait in the database, so its own stack says where it is. */
    private static boolean looksAgain(@Nullable Thread archiving) {
        return archiving != null
                && Arrays.stream(archiving.getStackTrace())
                        .anyMatch(frame -> frame.getClassName().equals(PatientArchive.class.getName())
                                && frame.getMethodName().equals("lookAgain"));
    }

    @Test
    void twoTransactionsMayBringTheSameNewNames() throws Exception {
        Future<Integer> second = store.transaction(first -> {
            writeNames(first, "one", 1);
            return later(other -> writeNames(other, "two", 2));
        });
        second.get(20, TimeUnit.SECONDS);

        assertThat(database.rows("select name from rerun_app")).containsExactly(List.of(APP));
        assertThat(database.rows("select name from rerun_register")).containsExactly(List.of("sales"));
        assertThat(database.rows("select name from rerun_contract")).containsExactly(List.of("standard"));
        assertThat(database.rows("select distinct register_id, contract_id from register_item"))
                .hasSize(1);
    }

    private static int writeNames(StoreTransaction transaction, String uniqueKey, long entryId) {
        RegisterItem item = TestDatabase.item("sales", uniqueKey, TestDatabase.T0, entryId);
        transaction.items().insert(APP, List.of(item));
        return 1;
    }

    private int start(StoreTransaction transaction) {
        long epoch = transaction.runs().closeEpoch(APP);
        List<ActivityEntry> entries = new ArrayList<>();
        List<RegisterItem> items = new ArrayList<>();
        for (int i = 1; i <= ENTRIES; i++) {
            entries.add(TestDatabase.entry(i, "key" + i, TestDatabase.T0.plusSeconds(i)));
            items.add(TestDatabase.item("sales", "line" + i, TestDatabase.T0.plusSeconds(i), (long) i));
        }
        transaction.entries().insert(APP, epoch, entries);
        transaction.items().insert(APP, items);
        transaction.runs().insert(TestDatabase.run(RUN, TestDatabase.selectionAfter(TestDatabase.T0, epoch), lanes));
        return 1;
    }

    private void prepare(int number) {
        lanes = number;
        store.transaction(this::start);
        store.transaction(transaction -> {
            Run run = transaction.runs().lock(RUN).orElseThrow();
            assertThat(transaction.preparation().freeze(run)).hasSize(number);
            transaction.runs().moveTo(RUN, RerunStatus.QUEUED, null);
            return 1;
        });
    }

    private Optional<Lane> claimElsewhere() {
        return now(other -> other.lanes().claim(RUN, 0, 100));
    }

    private List<Long> abandoned(Duration grace) {
        return now(other -> other.runs().lockAbandoned(grace));
    }

    /** Runs work in a transaction of another thread, to its end. */
    private <T> T now(Function<StoreTransaction, T> work) {
        try {
            return others.submit(() -> store.<T>transaction(work)).get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Runs work in a transaction of another thread, and returns when it waits for a lock. */
    private <T> Future<T> later(Function<StoreTransaction, T> work) {
        Future<T> running = others.submit(() -> store.<T>transaction(work));
        await().until(() -> running.isDone() || database.somebodyWaits());
        assertThat(running).isNotDone();
        return running;
    }
}
