package dev.rerun.jdbc.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.rerun.api.ActiveRerunException;
import dev.rerun.api.ActivityEntry;
import dev.rerun.api.ActivityOutcome;
import dev.rerun.api.Contract;
import dev.rerun.api.ContractId;
import dev.rerun.api.Diagnostic;
import dev.rerun.api.EngineClosedException;
import dev.rerun.api.KeptReason;
import dev.rerun.api.OutcomeStatus;
import dev.rerun.api.ProcessingReport;
import dev.rerun.api.RegisterItem;
import dev.rerun.api.Rerun;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunListener;
import dev.rerun.api.RerunNotAuthorizedException;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunRequest;
import dev.rerun.api.RerunStatus;
import dev.rerun.api.RerunTimeoutException;
import dev.rerun.core.InProcessStream;
import dev.rerun.core.RerunEngines;
import dev.rerun.core.eligibility.EligibilityRule.KeepRegisters;
import dev.rerun.core.spi.ContractResolver;
import dev.rerun.core.spi.ItemDraft;
import dev.rerun.core.spi.ItemKey;
import dev.rerun.core.spi.LogicContext;
import dev.rerun.core.spi.LogicResult;
import dev.rerun.core.spi.ParkedEntry;
import dev.rerun.core.spi.RerunStore;
import dev.rerun.testkit.HostTables;
import dev.rerun.testkit.SettableClock;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the engine promises its users, on any store. */
abstract class EngineTest {
    static final String APP = "billing";
    static final Instant NOW = Instant.parse("2026-06-30T00:00:00Z");
    static final Instant CUTOFF = Instant.parse("2026-06-01T00:00:00Z");
    static final Duration LONG = Duration.ofSeconds(60);

    private final SettableClock clock = new SettableClock(NOW);
    private final ScriptedLogic logic = new ScriptedLogic();
    private volatile ContractResolver contracts = rate("v1", "0.10");
    private final List<RerunEngine> engines = Collections.synchronizedList(new ArrayList<>());

    @SuppressWarnings("NullAway.Init") // before each test
    private RerunEngine engine;

    /** The store of the current test. */
    abstract RerunStore store();

    /** What lies behind it. */
    abstract HostTables host();

    @BeforeEach
    void openEngine() {
        engine = open(builder());
    }

    @AfterEach
    void closeEngines() {
        engines.forEach(RerunEngine::close);
    }

    private RerunEngines.Builder builder() {
        return RerunEngines.builder().app(APP).store(store()).stream(new InProcessStream(Duration.ofMillis(20)))
                .contracts(entry -> contracts.resolve(entry))
                .logic(logic)
                .clock(clock)
                .workers(2);
    }

    private RerunEngine open(RerunEngines.Builder builder) {
        RerunEngine opened = builder.build();
        engines.add(opened);
        return opened;
    }

    private RerunEngine withoutWorkers() {
        return open(builder().workers(0));
    }

    static ContractResolver rate(String version, String rate) {
        Contract contract = new Contract(new ContractId("fee", version), ScriptedLogic.NAME, Map.of("rate", rate));
        return entry -> Optional.of(contract);
    }

    static ActivityEntry entry(int id, Instant time) {
        return entry(id, "key " + id % 7, time);
    }

    static ActivityEntry entry(int id, String orderingKey, Instant time) {
        return new ActivityEntry(APP, Integer.toString(id), orderingKey, time, time, Integer.toString(id * 10));
    }

    static Instant day(int day) {
        return CUTOFF.plus(Duration.ofDays(day - 1));
    }

    private static ItemKey key(String uniqueKey) {
        return new ItemKey(ScriptedLogic.REGISTER, uniqueKey);
    }

    private RerunReport rerun() {
        return engine.start(CUTOFF).await(LONG);
    }

    private RegisterItem item(String uniqueKey) {
        return host().items(APP).stream()
                .filter(item -> item.uniqueKey().equals(uniqueKey))
                .findFirst()
                .orElseThrow();
    }

    private List<String> register() {
        return host().items(APP).stream()
                .map(item -> item.uniqueKey() + "=" + item.amount() + " " + item.contract())
                .toList();
    }

    private static RegisterItem uiItem(String uniqueKey, Instant time) {
        return new RegisterItem(
                "Fees",
                uniqueKey,
                "key 1",
                time,
                new BigDecimal("25"),
                "EUR",
                BigDecimal.ONE,
                null,
                null,
                true,
                null,
                null,
                null,
                null);
    }

    private ActivityOutcome newest(String entryId) {
        return engine.outcomes(APP, entryId).get(0);
    }

    @Nested
    class FirstProcessing {
        @Test
        void writesItemsWithWhatTheEngineKnowsOfThem() {
            ProcessingReport report = engine.process(List.of(entry(3, day(2))));

            assertThat(report).isEqualTo(new ProcessingReport(1, 0, 0, 0, 1, 0));
            assertThat(host().items(APP))
                    .containsExactly(new RegisterItem(
                            "Fees",
                            "3:fee",
                            "key 3",
                            day(2),
                            new BigDecimal("3"),
                            "EUR",
                            new BigDecimal("30"),
                            null,
                            null,
                            false,
                            "3",
                            new ContractId("fee", "v1"),
                            null,
                            null));
            assertThat(newest("3").diagnostics()).containsExactly(Diagnostic.of("billed"));
            assertThat(logic.sawRerun("3")).isFalse();
        }

        @Test
        void skipsWhatIsKnownAndChangesNothing() {
            engine.process(List.of(entry(1, day(2))));
            List<RegisterItem> before = host().items(APP);

            ProcessingReport again = engine.process(List.of(entry(1, day(9)), entry(2, day(2))));

            assertThat(again).isEqualTo(new ProcessingReport(1, 0, 0, 1, 1, 0));
            assertThat(host().items(APP)).containsAll(before).hasSize(2);
        }

        @Test
        void goesBySequenceWhateverTheOrderGiven() {
            List<String> order = Collections.synchronizedList(new ArrayList<>());
            for (int id : new int[] {2, 9, 10}) {
                logic.script(Integer.toString(id), (contract, entry, context) -> {
                    order.add(entry.id());
                    return LogicResult.nothing("noted");
                });
            }

            engine.process(List.of(entry(10, "k", day(3)), entry(9, "k", day(3)), entry(2, "k", day(2))));

            assertThat(order).containsExactly("2", "9", "10");
        }

        @Test
        void oneIdTwiceInACallIsRefusedBeforeAnythingIsWritten() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> engine.process(List.of(entry(1, day(1)), entry(1, day(2)))))
                    .withMessageContaining("'1'")
                    .withMessageContaining("twice");
            assertThat(host().entries(APP)).isEmpty();
        }

        @Test
        void anEntryThatDoesNotFitIsRefusedBeforeAnythingIsWritten() {
            ActivityEntry huge = new ActivityEntry(APP, "2", "k".repeat(300), day(2), day(2), "");

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> engine.process(List.of(entry(1, day(1)), huge)))
                    .withMessageContaining("ordering key of entry 2 has 300 characters");
            assertThat(host().entries(APP)).isEmpty();
        }

        @Test
        void ofManyEntriesIsCommittedInParts() {
            ProcessingReport report = engine.process(IntStream.rangeClosed(1, 1234)
                    .mapToObj(id -> entry(id, day(2)))
                    .toList());

            assertThat(report.processed()).isEqualTo(1234);
            assertThat(host().items(APP)).hasSize(1234);
        }

        @Test
        void ofOneKeyByManyThreadsLosesNoItemFromSight() throws InterruptedException {
            int threads = 4;
            int each = 25;
            CountDownLatch ready = new CountDownLatch(threads);
            List<Thread> callers = new ArrayList<>();
            for (int id = 1; id <= threads * each; id++) {
                logic.script(Integer.toString(id), (contract, entry, context) -> {
                    int earlier = context.items("k", day(1), day(3)).size();
                    return LogicResult.of(
                            "counted",
                            ItemDraft.of("Fees", entry.id(), entry.createdAt(), BigDecimal.valueOf(earlier), "EUR"));
                });
            }
            for (int t = 0; t < threads; t++) {
                int first = t;
                Thread caller = new Thread(() -> {
                    ready.countDown();
                    for (int i = 0; i < each; i++) {
                        // All of one instant: the ID decides, so each sees those with smaller IDs that are there.
                        engine.process(List.of(entry(1 + first + i * threads, "k", day(2))));
                    }
                });
                callers.add(caller);
                caller.start();
            }
            for (Thread caller : callers) {
                caller.join();
            }
            // Whatever the interleaving, a rerun in sequence counts exactly the smaller IDs.
            rerun();

            assertThat(host().items(APP)).hasSize(threads * each).allSatisfy(item -> assertThat(item.amount())
                    .isEqualByComparingTo(BigDecimal.valueOf(Integer.parseInt(item.uniqueKey()) - 1)));
        }
    }

    @Nested
    class ARerun {
        @Test
        void calculatesWhatLiesAfterTheCutoffWithTheContractNowInEffect() {
            engine.process(List.of(entry(1, CUTOFF), entry(2, CUTOFF.plusNanos(1000)), entry(3, day(5))));
            contracts = rate("v2", "0.20");

            RerunReport report = rerun();

            assertThat(report.status()).isEqualTo(RerunStatus.COMPLETED);
            assertThat(register()).containsExactly("1:fee=1 fee v1", "2:fee=4 fee v2", "3:fee=6 fee v2");
            assertThat(report.total()).isEqualTo(2);
            assertThat(report.done()).isEqualTo(2);
            assertThat(report.itemsDeleted()).isEqualTo(2);
            assertThat(report.itemsCreated()).isEqualTo(2);
            assertThat(report.remaining()).isZero();
            assertThat(report.kept(KeptReason.OUTSIDE_WINDOW)).isEqualTo(1);
            assertThat(report.queuedAt()).isNotNull();
            assertThat(report.startedAt()).isNotNull();
            assertThat(report.finishedAt()).isNotNull();
        }

        @Test
        void hasAnIdOfAtLeastSixDigitsThatStandsOnItemsAndOutcomes() {
            engine.process(List.of(entry(1, day(1)), entry(2, day(2))));

            RerunReport report = rerun();

            assertThat(report.id()).isGreaterThanOrEqualTo(100_000);
            assertThat(item("1:fee").rerunId()).isNull();
            assertThat(item("2:fee").rerunId()).isEqualTo(report.id());
            assertThat(engine.outcomes(APP, "2"))
                    .extracting(ActivityOutcome::rerunId)
                    .containsExactly(report.id(), null);
            assertThat(logic.sawRerun("2")).isTrue();
        }

        @Test
        void endsAtItsEndInclusive() {
            engine.process(List.of(entry(2, day(5)), entry(3, day(5).plusNanos(1000))));
            contracts = rate("v2", "0.20");

            engine.start(RerunRequest.after(CUTOFF).endingAt(day(5))).await(LONG);

            assertThat(register()).containsExactly("2:fee=4 fee v2", "3:fee=3 fee v1");
        }

        @Test
        void leavesWhatItMustLeaveAndCountsItByReason() {
            Instant old = NOW.minus(Duration.ofDays(45));
            engine.process(List.of(
                    entry(1, CUTOFF.minusSeconds(9_000_000)),
                    entry(2, old.minusNanos(1000)),
                    entry(3, old),
                    entry(4, day(2)),
                    entry(5, day(3))));
            host().invoice(APP, "INV-1", key("4:fee"));
            host().addItem(APP, uiItem("ui", day(2)));
            contracts = rate("v2", "0.20");

            RerunReport report = engine.start(old.minusSeconds(86_400)).await(LONG);

            assertThat(report.kept())
                    .isEqualTo(Map.of(
                            KeptReason.OUTSIDE_WINDOW, 1L,
                            KeptReason.UI_CREATED, 1L,
                            KeptReason.INVOICED, 1L,
                            KeptReason.PAST_RETENTION, 1L));
            assertThat(register())
                    .containsExactly(
                            "1:fee=1 fee v1",
                            "2:fee=2 fee v1",
                            "3:fee=6 fee v2",
                            "4:fee=4 fee v1",
                            "5:fee=10 fee v2",
                            "ui=25 null");
        }

        @Test
        void doesNotWriteWhatAKeptItemCoversAndSaysTheDifference() {
            engine.process(List.of(entry(4, day(2))));
            host().invoice(APP, "INV-1", key("4:fee"));
            contracts = rate("v2", "0.25");

            RerunReport report = rerun();

            assertThat(report.itemsRetained()).isEqualTo(1);
            assertThat(report.itemsCreated()).isZero();
            assertThat(newest("4").diagnostics())
                    .extracting(Diagnostic::code)
                    .containsExactly("billed", Diagnostic.RETAINED);
            assertThat(newest("4").diagnostics().get(1).detail())
                    .contains("Fees/4:fee")
                    .contains("INVOICED")
                    .contains("difference 6 EUR");
        }

        @Test
        void keepsAnItemOfItsKeyThatIsDatedElsewhere() {
            logic.script(
                    "4",
                    (contract, entry, context) -> LogicResult.of(
                            "billed",
                            ItemDraft.of("Fees", "monthly", CUTOFF.minusSeconds(86_400), BigDecimal.TEN, "EUR")));
            engine.process(List.of(entry(4, day(2)), entry(5, day(2))));

            RerunReport report = rerun();

            assertThat(report.itemsRetained()).isEqualTo(1);
            assertThat(newest("4").diagnostics().get(1).detail()).contains("OUTSIDE_WINDOW");
        }

        @Test
        void doesNotPreserveAnEditAndBringsBackADeletedItem() {
            engine.process(List.of(entry(4, day(2))));
            host().editAmount(APP, key("4:fee"), new BigDecimal("99.99"));

            rerun();

            assertThat(register()).containsExactly("4:fee=4 fee v1");
        }

        @Test
        void showsLogicTheRegisterFromItsPointOfTheSequence() {
            for (int id = 1; id <= 40; id++) {
                logic.script(Integer.toString(id), (contract, entry, context) -> {
                    BigDecimal earlier = context.items(entry.orderingKey(), day(1), day(30)).stream()
                            .map(RegisterItem::units)
                            .reduce(BigDecimal.ZERO, BigDecimal::add);
                    return LogicResult.of(
                            "summed",
                            ItemDraft.of("Fees", entry.id() + ":fee", entry.createdAt(), earlier, "EUR")
                                    .withUnits(BigDecimal.ONE));
                });
            }
            engine.process(IntStream.rangeClosed(1, 40)
                    .mapToObj(id -> entry(id, "key " + id % 2, day(2 + id / 10)))
                    .toList());
            // An invoiced item of a later entry is in the register, and must not be seen by earlier ones.
            host().invoice(APP, "INV-1", key("31:fee"));
            List<String> before = register();

            rerun();

            assertThat(register()).isEqualTo(before);
            assertThat(item("39:fee").amount()).isEqualByComparingTo("19");
        }

        @Test
        void findsItemsByKeyThatWereWrittenAMomentAgo() {
            logic.script("3", (contract, entry, context) -> {
                assertThat(context.item("Fees", "4:fee")).isEmpty();
                return LogicResult.of(
                        "found",
                        ItemDraft.of(
                                        "Fees",
                                        "3:void",
                                        entry.createdAt(),
                                        context.item("Fees", "2:fee")
                                                .orElseThrow()
                                                .amount()
                                                .negate(),
                                        "EUR")
                                .referringTo("2:fee"));
            });
            engine.process(List.of(entry(2, "k", day(2)), entry(3, "k", day(2)), entry(4, "k", day(2))));
            contracts = rate("v2", "0.50");

            rerun();

            assertThat(item("3:void").amount()).isEqualByComparingTo("-10");
        }

        @Test
        void includesEntriesThatFailedTheFirstTime() {
            logic.failOn("2", () -> new IllegalStateException("no rate for Atlantis"));
            assertThat(engine.process(List.of(entry(2, day(2)))).failed()).isEqualTo(1);
            logic.unscript("2");

            RerunReport report = rerun();

            assertThat(report.total()).isEqualTo(1);
            assertThat(register()).containsExactly("2:fee=2 fee v1");
        }

        @Test
        void leavesOutEntriesThatHadNoContractUnlessAsked() {
            contracts = entry -> Optional.empty();
            assertThat(engine.process(List.of(entry(2, day(2)))).withoutContract())
                    .isEqualTo(1);
            contracts = rate("v1", "0.10");

            assertThat(rerun().total()).isZero();
            assertThat(engine.start(RerunRequest.after(CUTOFF).withEntriesWithoutContract())
                            .await(LONG)
                            .total())
                    .isEqualTo(1);
            assertThat(register()).containsExactly("2:fee=2 fee v1");
        }

        @Test
        void twiceGivesTheSameRegister() {
            engine.process(IntStream.rangeClosed(1, 200)
                    .mapToObj(id -> entry(id, day(1 + id % 20)))
                    .toList());
            contracts = rate("v2", "0.30");
            rerun();
            List<String> once = register();

            RerunReport second = rerun();

            assertThat(register()).isEqualTo(once);
            assertThat(second.itemsDeleted()).isEqualTo(second.itemsCreated());
        }

        @Test
        void leavesWhatIsProcessedAfterItsStartToLive() {
            RerunEngine starter = withoutWorkers();
            engine.close();
            starter.process(List.of(entry(2, day(2))));
            Rerun run = starter.start(CUTOFF);
            contracts = rate("v2", "0.20");
            starter.process(List.of(entry(3, day(3))));

            engine = open(builder());
            RerunReport report = engine.find(run.id()).orElseThrow().await(LONG);

            assertThat(report.total()).isEqualTo(1);
            assertThat(item("3:fee").rerunId()).isNull();
            assertThat(newest("3").rerunId()).isNull();
        }

        @Test
        void keepsWhatTheHostsRulesKeep() {
            engine.process(List.of(entry(2, day(2))));
            RerunEngine keeping = open(builder().keep(new KeepRegisters(Set.of("Fees"))));
            engine.close();

            RerunReport report = keeping.start(CUTOFF).await(LONG);

            assertThat(report.itemsDeleted()).isZero();
            assertThat(report.kept(KeptReason.HOST_RULE)).isEqualTo(1);
            assertThat(report.itemsRetained()).isEqualTo(1);
        }

        @Test
        void ofAnUnknownAppIsARunOfZero() {
            RerunReport report =
                    engine.start(RerunRequest.after(CUTOFF).ofApp("nobody")).await(LONG);

            assertThat(report.status()).isEqualTo(RerunStatus.COMPLETED);
            assertThat(report.total()).isZero();
            assertThat(report.app()).isEqualTo("nobody");
        }

        @Test
        void ofOneAppLeavesAnotherAlone() {
            ActivityEntry other = new ActivityEntry("other", "1", "key 1", day(2), day(2), "10");
            engine.process(List.of(entry(1, day(2)), other));
            contracts = rate("v2", "0.20");

            rerun();

            assertThat(register()).containsExactly("1:fee=2 fee v2");
            assertThat(host().items("other")).extracting(RegisterItem::amount).containsExactly(new BigDecimal("1"));
        }

        @Test
        void listsAnEntryThatIsNoLongerStoredAsFailed() {
            RerunEngine starter = withoutWorkers();
            engine.close();
            starter.process(List.of(entry(2, day(2)), entry(3, day(3))));
            Rerun run = starter.start(CUTOFF);
            host().removeEntry(APP, "2");

            RerunReport report = open(builder()).find(run.id()).orElseThrow().await(LONG);

            assertThat(report.status()).isEqualTo(RerunStatus.COMPLETED_WITH_FAILURES);
            assertThat(report.failed()).isEqualTo(1);
            assertThat(host().parked(run.id())).extracting(ParkedEntry::entryId).containsExactly("2");
        }

        @Test
        void isTakenOverByTheNextProcess() {
            RerunEngine starter = withoutWorkers();
            engine.close();
            starter.process(List.of(entry(2, day(2))));
            long id = starter.start(CUTOFF).id();
            starter.close();

            RerunEngine next = open(builder());

            assertThat(next.find(id).orElseThrow().await(LONG).status()).isEqualTo(RerunStatus.COMPLETED);
        }

        @Test
        void isSharedBySeveralProcesses() {
            RerunEngine other = open(builder());
            engine.process(IntStream.rangeClosed(1, 2000)
                    .mapToObj(id -> entry(id, "key " + id % 50, day(2)))
                    .toList());
            contracts = rate("v2", "0.20");

            long id = engine.start(CUTOFF).id();
            RerunReport report = other.find(id).orElseThrow().await(LONG);

            assertThat(report.done()).isEqualTo(2000);
            assertThat(host().items(APP)).hasSize(2000).allSatisfy(item -> assertThat(item.rerunId())
                    .isEqualTo(id));
        }
    }

    @Nested
    class APoisonEntry {
        private void failsAlone(String cause) {
            engine.process(List.of(entry(1, "k", day(2)), entry(3, "k", day(2))));
            assertThat(engine.process(List.of(entry(2, "k", day(2)))).failed()).isEqualTo(1);

            RerunReport report = rerun();

            assertThat(report.status()).isEqualTo(RerunStatus.COMPLETED_WITH_FAILURES);
            assertThat(report.done()).isEqualTo(2);
            assertThat(report.failed()).isEqualTo(1);
            assertThat(register()).containsExactly("1:fee=1 fee v1", "3:fee=3 fee v1");
            assertThat(newest("2").status()).isEqualTo(OutcomeStatus.FAILED);
            assertThat(newest("2").diagnostics()).singleElement().satisfies(remark -> assertThat(remark.toString())
                    .startsWith("failed: ")
                    .contains(cause));
            assertThat(host().parked(report.id()))
                    .extracting(ParkedEntry::entryId, parked -> parked.error().contains(cause))
                    .containsExactly(tuple("2", true));
        }

        @Test
        void whoseLogicThrowsFailsAlone() {
            logic.failOn("2", () -> new IllegalStateException("no rate for Atlantis"));
            failsAlone("no rate for Atlantis");
        }

        @Test
        void whoseLogicRunsOutOfStackFailsAlone() {
            logic.script("2", (contract, entry, context) -> {
                throw new StackOverflowError();
            });
            failsAlone("StackOverflowError");
        }

        @Test
        void whoseLogicReturnsNullFailsAlone() {
            logic.script("2", (contract, entry, context) -> null);
            failsAlone("returned null");
        }

        @Test
        void whoseLogicReturnsTwoItemsOfOneKeyFailsAlone() {
            logic.script("2", (contract, entry, context) -> {
                ItemDraft fee = ScriptedLogic.fee(contract, entry);
                return LogicResult.of("billed", fee, fee);
            });
            failsAlone("two items with key '2:fee'");
        }

        @ParameterizedTest
        @ValueSource(strings = {"register", "unique key", "amount", "currency"})
        @SuppressWarnings("NullAway") // plug-ins are not all null-checked
        void whoseLogicLeavesAPartOfAnItemOutFailsAlone(String part) {
            logic.script(
                    "2",
                    (contract, entry, context) -> LogicResult.of(
                            "billed",
                            ItemDraft.of(
                                    part.equals("register") ? null : "Fees",
                                    part.equals("unique key") ? " " : "2:fee",
                                    entry.createdAt(),
                                    part.equals("amount") ? null : BigDecimal.ONE,
                                    part.equals("currency") ? "" : "EUR")));
            failsAlone(part);
        }

        @ParameterizedTest
        @ValueSource(strings = {"1E+26", "1E-13", "-1E+400", "1E-2147483640"})
        void whoseAmountTheColumnCannotHoldFailsAlone(String amount) {
            logic.script(
                    "2",
                    (contract, entry, context) -> LogicResult.of(
                            "billed", ItemDraft.of("Fees", "2:fee", entry.createdAt(), new BigDecimal(amount), "EUR")));
            failsAlone("does not fit");
        }

        @Test
        void whoseKeyIsTooLongFailsAlone() {
            logic.script(
                    "2",
                    (contract, entry, context) -> LogicResult.of(
                            "billed", ItemDraft.of("Fees", "2".repeat(300), entry.createdAt(), BigDecimal.ONE, "EUR")));
            failsAlone("300 characters");
        }

        @Test
        void whoseKeyAnotherEntryHasTakenFailsAlone() {
            logic.script(
                    "2",
                    (contract, entry, context) -> LogicResult.of(
                            "billed", ItemDraft.of("Fees", "1:fee", entry.createdAt(), BigDecimal.ONE, "EUR")));
            failsAlone("already written for entry 1");
        }

        @Test
        void whoseContractHasNoLogicFailsAlone() {
            failsAloneUnder(entry -> Optional.of(Contract.of("fee", "v9", "forgotten")), "'forgotten'");
        }

        @Test
        void whoseResolverThrowsFailsAlone() {
            failsAloneUnder(
                    entry -> {
                        throw new IllegalArgumentException("no such customer");
                    },
                    "no such customer");
        }

        @Test
        @SuppressWarnings("NullAway") // a resolver may return null, whatever its interface says
        void whoseResolverReturnsNullFailsAlone() {
            failsAloneUnder(entry -> null, "returned null");
        }

        private void failsAloneUnder(ContractResolver broken, String cause) {
            ContractResolver usual = contracts;
            contracts = entry -> entry.id().equals("2") ? broken.resolve(entry) : usual.resolve(entry);
            failsAlone(cause);
        }

        @Test
        void mayNotUseItsContextAfterwards() {
            AtomicReference<@Nullable LogicContext> kept = new AtomicReference<>();
            logic.script("1", (contract, entry, context) -> {
                kept.set(context);
                return ScriptedLogic.usual(contract, entry);
            });
            engine.process(List.of(entry(1, day(2))));

            assertThatThrownBy(() -> Objects.requireNonNull(kept.get()).item("Fees", "1:fee"))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Nested
    class AStart {
        @Test
        void isRefusedWhileAnotherRunIsActiveAndNamesIt() {
            RerunEngine starter = withoutWorkers();
            engine.close();
            long first = starter.start(CUTOFF).id();

            assertThatExceptionOfType(ActiveRerunException.class)
                    .isThrownBy(() -> starter.start(CUTOFF))
                    .withMessageContaining(Long.toString(first))
                    .satisfies(refusal -> assertThat(refusal.activeRerunId()).isEqualTo(first));
            assertThat(starter.history(APP)).hasSize(1);
        }

        @Test
        void withAKnownIdempotencyKeyReturnsTheFirstRun() {
            RerunRequest request = RerunRequest.after(CUTOFF).once("price change 7");
            Rerun first = engine.start(request);
            first.await(LONG);

            assertThat(engine.start(request).id()).isEqualTo(first.id());
            assertThat(engine.history(APP)).hasSize(1);
        }

        @Test
        void withTheIdempotencyKeyOfOtherWorkIsRefused() {
            engine.start(RerunRequest.after(CUTOFF).once("k")).await(LONG);

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> engine.start(RerunRequest.after(day(2)).once("k")))
                    .withMessageContaining("'k'");
        }

        @Test
        void withACutoffInTheFutureIsRefused() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> engine.start(NOW.plusSeconds(1)))
                    .withMessageContaining("2026-06-30T00:00:01Z is in the future");
            assertThat(engine.history(APP)).isEmpty();
        }

        @Test
        @SuppressWarnings("NullAway") // hosts are not all null-checked
        void withoutCutoffIsRefused() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> engine.start((Instant) null))
                    .withMessageContaining("cutoff is missing");
        }

        @Test
        void withoutAnyAppIsRefused() {
            RerunEngine homeless = open(RerunEngines.builder()
                    .store(store())
                    .contracts(rate("v1", "1"))
                    .logic(logic)
                    .workers(0));

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> homeless.start(CUTOFF))
                    .withMessageContaining("names no app");
        }

        @Test
        void byACallerIsRefusedWithoutAnAuthorizerAndDecidedByIt() {
            RerunRequest request = RerunRequest.after(CUTOFF).onBehalfOf("ann").because("new prices");
            assertThatExceptionOfType(RerunNotAuthorizedException.class)
                    .isThrownBy(() -> engine.start(request))
                    .withMessageContaining("'ann'");

            RerunEngine guarded = open(builder().authorizer((caller, app) -> caller.equals("ann") && app.equals(APP)));
            assertThatExceptionOfType(RerunNotAuthorizedException.class)
                    .isThrownBy(() -> guarded.start(RerunRequest.after(CUTOFF).onBehalfOf("bob")));
            guarded.start(request).await(LONG);

            RerunRequest stored = guarded.history(APP).get(0).request();
            assertThat(stored.requestedBy()).isEqualTo("ann");
            assertThat(stored.reason()).isEqualTo("new prices");
        }

        @ParameterizedTest
        @ValueSource(strings = {"PT0S", "-PT24H", "PT0.5S"})
        void isNotEvenPossibleWithARetentionThatIsNotPositive(Duration retention) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder().retention(retention))
                    .withMessageContaining(retention.toString());
        }
    }

    @Nested
    class AHandle {
        @Test
        void saysWhereTheRunStandsWhenWaitingIsOver() {
            RerunEngine starter = withoutWorkers();
            engine.close();
            starter.process(List.of(entry(2, day(2))));
            Rerun run = starter.start(CUTOFF);

            assertThat(run.status()).isEqualTo(RerunStatus.QUEUED);
            assertThatExceptionOfType(RerunTimeoutException.class)
                    .isThrownBy(() -> run.await(Duration.ZERO))
                    .withMessageContaining("QUEUED")
                    .withMessageContaining("1 of 1 entries to go")
                    .satisfies(
                            timeout -> assertThat(timeout.report().remaining()).isEqualTo(1));
            assertThat(run.completion()).isNotDone();
            starter.close();
            assertThat(run.completion()).isCompletedExceptionally();
        }

        @Test
        void completesItsFuture() throws Exception {
            engine.process(List.of(entry(2, day(2))));

            assertThat(engine.start(CUTOFF)
                            .completion()
                            .get(LONG.toSeconds(), TimeUnit.SECONDS)
                            .status())
                    .isEqualTo(RerunStatus.COMPLETED);
        }

        @Test
        void isFoundByIdAndOtherwiseNot() {
            Rerun run = engine.start(CUTOFF);

            assertThat(engine.find(run.id())).map(Rerun::app).contains(APP);
            assertThat(engine.find(1)).isEmpty();
        }

        @Test
        void isNothingWithoutItsEngine() {
            engine.close();

            assertThatExceptionOfType(EngineClosedException.class).isThrownBy(() -> engine.start(CUTOFF));
            assertThatExceptionOfType(EngineClosedException.class).isThrownBy(() -> engine.process(List.of()));
        }
    }

    @Test
    void historyIsNewestFirst() {
        long first = rerun().id();
        long second = rerun().id();

        assertThat(engine.history(APP)).extracting(RerunReport::id).containsExactly(second, first);
        assertThat(engine.history("nobody")).isEmpty();
    }

    @Test
    void listenersHearEveryStateInOrderAndOneThatThrowsHarmsNothing() {
        List<String> heard = Collections.synchronizedList(new ArrayList<>());
        engine.close();
        engine = open(builder()
                .workers(1)
                .listener(new RerunListener() {
                    @Override
                    public void onStatus(RerunReport report) {
                        throw new IllegalStateException("broken listener");
                    }

                    @Override
                    public void onRegistersChanged(String app, Set<String> registers, Instant since) {
                        throw new IllegalStateException("broken listener");
                    }
                })
                .listener(new RerunListener() {
                    @Override
                    public void onStatus(RerunReport report) {
                        heard.add(report.status().name());
                    }

                    @Override
                    public void onRegistersChanged(String app, Set<String> registers, Instant since) {
                        heard.add(app + registers + since);
                    }
                }));
        engine.process(List.of(entry(2, day(2))));

        rerun();
        engine.close();

        assertThat(heard)
                .containsExactlyInAnyOrder("PREPARING", "QUEUED", "RUNNING", "COMPLETED", "billing[Fees]" + CUTOFF);
    }
}
