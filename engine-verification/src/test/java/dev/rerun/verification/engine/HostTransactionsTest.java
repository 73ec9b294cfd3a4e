package dev.rerun.verification.engine;

import static dev.rerun.verification.engine.EngineFixture.APP;
import static dev.rerun.verification.engine.EngineFixture.CUTOFF;
import static dev.rerun.verification.engine.EngineFixture.LONG;
import static dev.rerun.verification.engine.EngineFixture.NOW;
import static dev.rerun.verification.engine.EngineFixture.day;
import static dev.rerun.verification.engine.EngineFixture.rate;
import static dev.rerun.verification.engine.EngineFixture.uiItem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.ProcessingReport;
import dev.rerun.api.RegisterItem;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunReport;
import dev.rerun.core.InProcessStream;
import dev.rerun.core.RerunEngines;
import dev.rerun.core.spi.ContractResolver;
import dev.rerun.core.spi.ParkedEntry;
import dev.rerun.core.spi.RejectedDataException;
import dev.rerun.core.spi.RerunStore;
import dev.rerun.testkit.SettableClock;
import dev.rerun.verification.engine.MeteredLogic.Poison;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Logic that reads and writes tables of its host's in the transactions of the store. */
@ParameterizedClass
@EnumSource(TestHost.class)
class HostTransactionsTest {
    @Parameter
    @SuppressWarnings("NullAway.Init") // set for each host
    TestHost kind;

    @SuppressWarnings("NullAway.Init") // before each test
    private TestHost.Open host;

    private final NaiveMeter naive = new NaiveMeter();
    private ContractResolver contracts = rate("v1", "0.10");

    @BeforeEach
    void open() {
        host = kind.open();
    }

    @AfterEach
    void leavesNoEntityManagerOpen() {
        if (host.means() instanceof PersistenceUnit unit) {
            assertThat(unit.given()).isPositive();
            assertThat(unit.open()).isZero();
        }
        host.close();
    }

    private RerunEngine engine(RerunStore store, int batchSize, Map<String, Poison> poisons) {
        return RerunEngines.builder().app(APP).store(store).stream(new InProcessStream(Duration.ofMillis(5)))
                .contracts(entry -> contracts.resolve(entry))
                .logic(new MeteredLogic(host.means(), poisons))
                .clock(new SettableClock(NOW))
                .lanes(4)
                .batchSize(batchSize)
                .workers(3)
                .build();
    }

    private static List<ActivityEntry> entries(int count) {
        List<ActivityEntry> entries = new ArrayList<>();
        for (int id = 1; id <= count; id++) {
            entries.add(new ActivityEntry(
                    APP,
                    Integer.toString(id),
                    "key " + id % 7,
                    day(2).plusSeconds(id / 3),
                    day(2).plusSeconds(id / 3),
                    Integer.toString(1 + id * 13 % 40)));
        }
        return entries;
    }

    private void hasWhatTheNaiveCalculationSays() {
        assertThat(host.means().meters()).isEqualTo(naive.meterLines());
        assertThat(host.means().vouchers()).containsExactlyElementsOf(naive.vouchers);
        Map<String, BigDecimal> register = host.tables().items(APP).stream()
                .filter(item -> !item.uiCreated())
                .collect(Collectors.toMap(
                        RegisterItem::uniqueKey,
                        item -> item.amount().stripTrailingZeros(),
                        (a, b) -> a,
                        TreeMap::new));
        Map<String, BigDecimal> expected = new TreeMap<>();
        naive.amounts.forEach((key, amount) -> expected.put(key, amount.stripTrailingZeros()));
        assertThat(register).isEqualTo(expected);
        assertThat(host.tables().items(APP)).hasSize(expected.size() + kept());
    }

    private int kept() {
        return (int) host.tables().items(APP).stream()
                .filter(RegisterItem::uiCreated)
                .count();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 500})
    void isAsTheNaiveCalculationSaysWhateverFails(int batchSize) {
        List<ActivityEntry> entries = entries(200);
        Map<String, Poison> poisons = new TreeMap<>();
        int next = 10;
        for (int round = 1; round <= 3; round++) {
            for (Poison poison : Poison.values()) {
                String id = Integer.toString(next);
                if (kind.fails(poison)) {
                    poisons.put(id, poison);
                }
                next += 4 * round;
            }
        }
        Set<String> failing = poisons.keySet();
        // Long before the window, so that it is found only after the logic ran.
        host.store().transaction(tx -> tx.entries().enter(APP, Set.of("key 1")));
        host.tables().addItem(APP, uiItem("55:fee", day(-20)));
        host.tables().addItem(APP, uiItem("53:fee", day(-20)));
        Set<String> kept = Set.of("55:fee", "53:fee");

        try (RerunEngine engine = engine(host.store(), batchSize, poisons)) {
            ProcessingReport first = engine.process(entries);

            assertThat(first.failed()).isEqualTo(failing.size());
            assertThat(first.processed()).isEqualTo(200 - failing.size());
            assertThat(first.itemsRetained()).isEqualTo(2);
            naive.calculate(0, entries, "0.10", failing, kept);
            hasWhatTheNaiveCalculationSays();

            contracts = rate("v2", "0.33");
            RerunReport report = engine.start(CUTOFF).await(LONG);

            assertThat(report.done()).isEqualTo(200 - failing.size());
            assertThat(report.itemsRetained()).isEqualTo(2);
            assertThat(host.tables().parked(report.id()))
                    .extracting(ParkedEntry::entryId)
                    .containsExactlyInAnyOrderElementsOf(failing);
            naive.calculate(report.id(), entries, "0.33", failing, kept);
            hasWhatTheNaiveCalculationSays();
        }
    }

    @ParameterizedTest
    @EnumSource(Poison.class)
    void anEntryThatFailsSaysWhy(Poison poison) {
        assumeTrue(kind.fails(poison));
        String cause =
                switch (poison) {
                    case THROWS -> "no rate for Atlantis";
                    case BREAKS_A_CONSTRAINT -> "serial";
                    case PASSES_AN_ERROR_OVER -> "let ";
                    case TAKES_ANOTHERS_KEY -> "already written for entry 2";
                    case FORGETS_THE_VOUCHER_ID -> "id";
                    case SPOILS_THE_TRANSACTION -> "marked for rollback";
                };

        try (RerunEngine engine = engine(host.store(), 10, Map.of("9", poison))) {
            engine.process(entries(12));
            RerunReport report = engine.start(CUTOFF).await(LONG);

            assertThat(host.tables().parked(report.id()))
                    .singleElement()
                    .satisfies(parked -> assertThat(parked.entryId()).isEqualTo("9"))
                    .satisfies(parked -> assertThat(parked.error()).containsIgnoringCase(cause));
            assertThat(engine.outcomes(APP, "9")).hasSize(2).allSatisfy(outcome -> assertThat(outcome.diagnostics())
                    .singleElement()
                    .satisfies(remark -> assertThat(remark.detail()).containsIgnoringCase(cause)));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 50})
    void ofAnEntryWhoseItemTheStoreRefusesNothingStays(int batchSize) {
        List<ActivityEntry> entries = entries(20);
        RerunStore refusing =
                new RefusingStore(host.store(), "9:fee", () -> new RejectedDataException("refused by the test", null));

        try (RerunEngine engine = engine(refusing, batchSize, Map.of("4", Poison.THROWS))) {
            assertThat(engine.process(entries).failed()).isEqualTo(2);
            RerunReport report = engine.start(CUTOFF).await(LONG);

            assertThat(report.failed()).isEqualTo(2);
            naive.calculate(0, entries, "0.10", Set.of("4", "9"), Set.of());
            naive.calculate(report.id(), entries, "0.10", Set.of("4", "9"), Set.of());
            hasWhatTheNaiveCalculationSays();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 500})
    void everyEntryMayFail(int batchSize) {
        Map<String, Poison> poisons =
                entries(60).stream().collect(Collectors.toMap(ActivityEntry::id, entry -> Poison.BREAKS_A_CONSTRAINT));

        try (RerunEngine engine = engine(host.store(), batchSize, poisons)) {
            assertThat(engine.process(entries(60)).failed()).isEqualTo(60);
            assertThat(engine.start(CUTOFF).await(LONG).failed()).isEqualTo(60);

            hasWhatTheNaiveCalculationSays();
        }
    }
}
