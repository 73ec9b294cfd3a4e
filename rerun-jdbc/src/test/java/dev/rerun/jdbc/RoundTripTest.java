package dev.rerun.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.ActivityOutcome;
import dev.rerun.api.ContractId;
import dev.rerun.api.Diagnostic;
import dev.rerun.api.KeptReason;
import dev.rerun.api.OutcomeStatus;
import dev.rerun.api.RegisterItem;
import dev.rerun.api.RerunOptions;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunRequest;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.eligibility.Eligibility;
import dev.rerun.core.eligibility.Selection;
import dev.rerun.core.spi.ItemKey;
import dev.rerun.core.spi.Lane;
import dev.rerun.core.spi.LaneProgress;
import dev.rerun.core.spi.NewOutcome;
import dev.rerun.core.spi.NewRun;
import dev.rerun.core.spi.PlacedItem;
import dev.rerun.core.spi.Position;
import dev.rerun.core.spi.PrepareCounts;
import dev.rerun.core.spi.QueuedEntry;
import dev.rerun.core.spi.RejectedDataException;
import dev.rerun.core.spi.Run;
import dev.rerun.core.spi.StoreTransaction;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TimeZone;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values come back as they were stored. */
@ParameterizedClass
@EnumSource(TestDatabase.Kind.class)
class RoundTripTest {
    private static final String APP = TestDatabase.APP;

    @Parameter
    @SuppressWarnings("NullAway.Init") // set for each database
    TestDatabase.Kind kind;

    private TestDatabase database;
    private JdbcStore store;

    @BeforeEach
    void open() throws SQLException {
        database = kind.withSchema();
        store = database.store();
    }

    @AfterEach
    void close() throws SQLException {
        database.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0001-01-01T00:00:00Z",
                "1582-10-10T12:00:00Z",
                "1969-12-31T23:59:59.999999Z",
                "1970-01-01T00:00:00Z",
                "2026-03-29T01:30:00.000001Z",
                "2026-03-29T02:30:00Z",
                "2026-10-25T00:30:00.123456Z",
                "2026-10-25T01:30:00.123456Z",
                "9999-12-31T23:59:59.999999Z"
            })
    void keepsEveryInstantInEveryZone(String text) {
        Instant instant = Instant.parse(text);
        TimeZone zone = TimeZone.getDefault();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
            store.transaction(transaction -> {
                transaction.entries().enter(APP, Set.of("k"));
                transaction.entries().insert(APP, 1, List.of(TestDatabase.entry(1, "k", instant)));
                transaction.items().insert(APP, List.of(TestDatabase.item("sales", "line", instant, 1L)));
                return 1;
            });
            TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
            PlacedItem found = store.transaction(transaction -> {
                assertThat(transaction.items().range(APP, Set.of("customer"), instant, Instant.MAX))
                        .hasSize(1);
                assertThat(transaction.items().range(APP, Set.of("customer"), Instant.MIN, instant))
                        .isEmpty();
                assertThat(transaction.items().range(APP, Set.of("customer"), instant.plusNanos(1), Instant.MAX))
                        .isEmpty();
                assertThat(transaction.items().range(APP, Set.of("customer"), Instant.MIN, instant.plusNanos(1)))
                        .hasSize(1);
                ItemKey key = new ItemKey("sales", "line");
                return transaction.items().find(APP, Set.of(key)).get(key);
            });
            assertThat(found.item().time()).isEqualTo(instant);
            assertThat(found.position()).isEqualTo(new Position(instant, "1"));
        } finally {
            TimeZone.setDefault(zone);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "99999999999999999999999999.999999999999",
                "-99999999999999999999999999.999999999999",
                "0.000000000001",
                "0",
                "100",
                "1E+25"
            })
    void keepsEveryDigit(String text) {
        RegisterItem item = withAmount(text);

        store.transaction(transaction -> insert(transaction, item));

        assertThat(find(item).amount()).isEqualTo(item.amount());
        assertThat(find(item).units()).isEqualTo(item.units());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0000000000001", "100000000000000000000000000", "1.0000000000005"})
    void refusesWhatItWouldHaveToRound(String text) {
        assertThatExceptionOfType(RejectedDataException.class)
                .isThrownBy(() -> store.transaction(transaction -> insert(transaction, withAmount(text))));
    }

    @Test
    void keepsItemsAsTheyAre() {
        RegisterItem full = new RegisterItem(
                "sales",
                " Grüße, 'key' \uD83D\uDCB6 ",
                "c:1",
                TestDatabase.T0,
                BigDecimal.TEN,
                "€",
                BigDecimal.ZERO,
                "other",
                "line\r\n\ttwo",
                true,
                "-5",
                new ContractId("standard", "v 1"),
                "i-7",
                123_456L);
        RegisterItem bare = new RegisterItem(
                "sales",
                "bare",
                "c:1",
                TestDatabase.T0,
                BigDecimal.TEN,
                "EUR",
                BigDecimal.ZERO,
                null,
                null,
                false,
                null,
                null,
                null,
                null);

        store.transaction(transaction -> {
            transaction.items().insert(APP, List.of(full, bare));
            return 1;
        });

        assertThat(find(full)).isEqualTo(full);
        assertThat(find(bare)).isEqualTo(bare);
        assertThat(store.<Set<String>>transaction(
                        transaction -> transaction.runs().registers(APP)))
                .containsExactly("sales");
    }

    @Test
    void findsMoreKeysThanAnArrayHolds() {
        int many = Chunks.SIZE + 5;
        List<RegisterItem> items = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            items.add(TestDatabase.item("register" + i % 3, "line" + i, TestDatabase.T0, null));
        }
        Set<ItemKey> keys = new HashSet<>(items.stream().map(ItemKey::of).toList());
        keys.add(new ItemKey("register0", "line1"));
        keys.add(new ItemKey("register9", "line1"));
        keys.add(new ItemKey("register0", "l".repeat(300)));

        store.transaction(transaction -> {
            transaction.items().insert(APP, items);
            return 1;
        });

        Map<ItemKey, PlacedItem> found =
                database.store().transaction(transaction -> transaction.items().find(APP, keys));
        assertThat(found).hasSize(many);
        assertThat(found.values().stream().map(PlacedItem::item).collect(Collectors.toSet()))
                .isEqualTo(Set.copyOf(items));
        assertThat(store.<Map<ItemKey, PlacedItem>>transaction(
                        transaction -> transaction.items().find("unknown", keys)))
                .isEmpty();
    }

    @Test
    void keepsEntriesAndSaysWhichAreKnown() {
        ActivityEntry entry = new ActivityEntry(
                APP,
                "9223372036854775807",
                "key",
                TestDatabase.T0,
                TestDatabase.T0.plusNanos(1_000),
                "{\"a\":\"\\n\"}");
        store.transaction(transaction -> {
            transaction.entries().insert(APP, 1, List.of(entry));
            return 1;
        });

        Set<String> known = store.transaction(
                transaction -> transaction.entries().known(APP, List.of(entry.id(), entry.id(), "07", "7", "x", "")));

        assertThat(known).containsExactly(entry.id());
        assertThatExceptionOfType(RejectedDataException.class)
                .isThrownBy(() -> store.transaction(transaction -> {
                    ActivityEntry odd =
                            new ActivityEntry(APP, "007", "key", TestDatabase.T0, TestDatabase.T0, "payload");
                    transaction.entries().insert(APP, 1, List.of(odd));
                    return 1;
                }))
                .withMessageContaining("'007'");
    }

    @Test
    void listsOutcomesOfTheNewestRunFirst() {
        List<Diagnostic> remarks = List.of(new Diagnostic("note", "a\r\n\tb\\"), Diagnostic.of("done"));
        startRun(999_999, 1);
        over(999_999);
        startRun(100_000, 2);
        store.transaction(transaction -> {
            List<NewOutcome> outcomes = new ArrayList<>();
            outcomes.add(outcome(null, OutcomeStatus.NO_CONTRACT, null, List.of()));
            outcomes.add(outcome(100_000L, OutcomeStatus.FAILED, null, List.of()));
            outcomes.add(outcome(999_999L, OutcomeStatus.PROCESSED, new ContractId("c", "v2"), remarks));
            transaction.entries().insertOutcomes(APP, outcomes);
            return 1;
        });

        List<ActivityOutcome> outcomes =
                store.transaction(transaction -> transaction.entries().outcomes(APP, "1"));

        assertThat(outcomes).extracting(ActivityOutcome::rerunId).containsExactly(100_000L, 999_999L, null);
        assertThat(outcomes.get(1).diagnostics()).isEqualTo(remarks);
        assertThat(outcomes.get(1).contract()).isEqualTo(new ContractId("c", "v2"));
        assertThat(outcomes.get(1).duration()).isEqualTo(Duration.ofNanos(1_234_000));
    }

    @Test
    void keepsARunFromItsStartToItsEnd() {
        Selection selection = new Selection(
                APP, TestDatabase.T0, TestDatabase.T0.plusSeconds(9), TestDatabase.T0.minusSeconds(1), true, 1);
        RerunOptions options =
                new RerunOptions(7L, 5L, true, Duration.ofMillis(1).plusNanos(2_000), 11, 13, true, 0.1, 17);
        RerunRequest request = RerunRequest.after(TestDatabase.T0)
                .ofApp(APP)
                .endingAt(TestDatabase.T0.plusSeconds(9))
                .onBehalfOf("admin")
                .because("new prices")
                .once("march")
                .withEntriesWithoutContract()
                .with(options);
        NewRun run = new NewRun(123_456, request, selection, Duration.ofDays(45), 8);
        store.transaction(transaction -> {
            assertThat(transaction.runs().closeEpoch(APP)).isEqualTo(1);
            transaction.entries().insert(APP, 1, List.of(TestDatabase.entry(1, "k", TestDatabase.T0.plusSeconds(1))));
            assertThat(transaction.runs().insert(run)).isTrue();
            assertThat(transaction.runs().insert(run)).isFalse();
            return 1;
        });
        assertThatExceptionOfType(RejectedDataException.class).isThrownBy(() -> startRun(654_321, 1));
        Instant before = store.transaction(StoreTransaction::now);

        store.transaction(transaction -> {
            Run locked = transaction.runs().lock(123_456).orElseThrow();
            assertThat(locked).isEqualTo(new Run(123_456, RerunStatus.PREPARING, selection, 8, options));
            assertThat(transaction.runs().find(123_456)).contains(locked);
            assertThat(transaction.runs().active(APP)).hasValue(123_456);
            assertThat(transaction.runs().byIdempotencyKey(APP, "march")).hasValue(123_456);
            transaction.preparation().freeze(locked);
            transaction
                    .runs()
                    .queued(
                            123_456,
                            new PrepareCounts(1, 5, Map.of(KeptReason.INVOICED, 3L, KeptReason.HOST_RULE, 2L)));
            assertThat(transaction.runs().workable()).hasSize(1);
            transaction.runs().moveTo(123_456, RerunStatus.RUNNING, null);
            assertThat(transaction.lanes().open(123_456, 1)).isNotEmpty();
            Lane lane = transaction.lanes().claim(123_456, 0, 100).orElseThrow();
            assertThat(transaction.lanes().lock(123_456, lane.number())).contains(lane);
            List<QueuedEntry> queued = transaction.lanes().read(lane, 10);
            assertThat(queued)
                    .containsExactly(
                            new QueuedEntry(1, "1", TestDatabase.entry(1, "k", TestDatabase.T0.plusSeconds(1))));
            transaction.lanes().advance(lane, new LaneProgress(1, 1, 0, 0, 4, 2));
            assertThat(transaction.lanes().open(123_456, 1)).isEmpty();
            return 1;
        });
        RerunReport running = report();
        over(123_456);

        RerunReport report = report();
        assertThat(report.request()).isEqualTo(request);
        assertThat(report.status()).isEqualTo(RerunStatus.FAILED);
        assertThat(report.statusReason()).hasSize(ErrorText.LENGTH);
        assertThat(report.retention()).isEqualTo(Duration.ofDays(45));
        assertThat(report.total()).isEqualTo(1);
        assertThat(report.itemsDeleted()).isEqualTo(5);
        assertThat(report.kept()).isEqualTo(Map.of(KeptReason.INVOICED, 3L, KeptReason.HOST_RULE, 2L));
        assertThat(report.done()).isEqualTo(1);
        assertThat(report.itemsCreated()).isEqualTo(4);
        assertThat(report.itemsRetained()).isEqualTo(2);
        assertThat(report.startedAt()).isEqualTo(running.startedAt()).isAfterOrEqualTo(before);
        assertThat(running.finishedAt()).isNull();
        assertThat(report.finishedAt()).isAfterOrEqualTo(report.startedAt());
        startRun(111_111, 2);
        assertThat(store.<List<RerunReport>>transaction(
                        transaction -> transaction.runs().history(APP, null, 5)))
                .extracting(RerunReport::id)
                .containsExactly(111_111L, 123_456L);
    }

    @Test
    void archivesWholeRows() throws SQLException {
        Instant time = TestDatabase.T0.plusSeconds(1);
        store.transaction(transaction -> {
            transaction.runs().closeEpoch(APP);
            transaction.entries().insert(APP, 1, List.of(TestDatabase.entry(1, "k", time)));
            for (int i = 0; i < 7; i++) {
                RegisterItem plain = TestDatabase.item("sales", "plain" + i, time.plusNanos(i * 1_000L), 1L);
                RegisterItem rich = new RegisterItem(
                        "returns",
                        "rich" + i,
                        "k",
                        time,
                        new BigDecimal("-0.000000000001"),
                        "USD",
                        BigDecimal.TEN,
                        "x",
                        "d\u0000\n",
                        false,
                        "1",
                        null,
                        null,
                        5L);
                transaction.items().insert(APP, List.of(plain, rich));
            }
            transaction.items().insert(APP, List.of(TestDatabase.item("sales", "not linked", time, null)));
            return 1;
        });
        startRun(123_456, 1);
        String columns = DefaultTables.TABLES.items().columnList();
        var before = database.rows("select " + columns + " from register_item where entry_id = 1 order by unique_key");
        List<Long> batches = new ArrayList<>();

        store.transaction(transaction -> {
            Run run = transaction.runs().lock(123_456).orElseThrow();
            transaction.preparation().freeze(run);
            transaction
                    .preparation()
                    .archive(run, Eligibility.of(run.selection(), List.of()), 3, (long moved) -> batches.add(moved));
            return 1;
        });

        assertThat(database.rows("select " + columns + " from rerun_archived_item order by unique_key"))
                .hasSize(14)
                .isEqualTo(before);
        assertThat(database.rows("select unique_key from register_item")).containsExactly(List.of("not linked"));
        assertThat(database.rows("select distinct archived_by from rerun_archived_item"))
                .containsExactly(List.of("123456"));
        assertThat(batches).containsExactly(3L, 3L, 3L, 3L, 2L);
        assertThat(database.rows("select * from register_item where 1 = 0")).isEmpty();
        List<String> kept = database.columns("rerun_archived_item");
        assertThat(kept.subList(kept.indexOf("archived_by") + 1, kept.size()))
                .as("the archive keeps every column")
                .isNotEmpty()
                .isEqualTo(database.columns("register_item"));
    }

    private void startRun(long id, long epoch) {
        inTransaction(transaction -> {
            transaction.runs().closeEpoch(APP);
            assertThat(transaction
                            .runs()
                            .insert(TestDatabase.run(id, TestDatabase.selectionAfter(TestDatabase.T0, epoch), 64)))
                    .isTrue();
        });
    }

    private void over(long id) {
        inTransaction(transaction -> transaction.runs().moveTo(id, RerunStatus.FAILED, "x".repeat(1_000_001)));
    }

    private void inTransaction(Consumer<StoreTransaction> work) {
        store.transaction(transaction -> {
            work.accept(transaction);
            return 1;
        });
    }

    private RerunReport report() {
        return store.transaction(transaction -> transaction.runs().report(123_456))
                .orElseThrow();
    }

    private RegisterItem find(RegisterItem item) {
        ItemKey key = ItemKey.of(item);
        Map<ItemKey, PlacedItem> found =
                database.store().transaction(transaction -> transaction.items().find(APP, Set.of(key)));
        return Objects.requireNonNull(found.get(key)).item();
    }

    private static int insert(StoreTransaction transaction, RegisterItem item) {
        transaction.items().insert(APP, List.of(item));
        return 1;
    }

    private static RegisterItem withAmount(String amount) {
        RegisterItem item = TestDatabase.item("sales", "line", TestDatabase.T0, null);
        return new RegisterItem(
                item.register(),
                item.uniqueKey(),
                item.orderingKey(),
                item.time(),
                new BigDecimal(amount),
                item.currency(),
                new BigDecimal(amount),
                null,
                null,
                false,
                null,
                null,
                null,
                null);
    }

    private static NewOutcome outcome(
            @Nullable Long rerunId, OutcomeStatus status, @Nullable ContractId contract, List<Diagnostic> diagnostics) {
        return new NewOutcome("1", rerunId, status, contract, diagnostics, Duration.ofNanos(1_234_567));
    }
}
