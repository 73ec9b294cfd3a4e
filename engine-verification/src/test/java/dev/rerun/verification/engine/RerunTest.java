package dev.rerun.verification.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.ActivityOutcome;
import dev.rerun.api.Diagnostic;
import dev.rerun.api.KeptReason;
import dev.rerun.api.RegisterItem;
import dev.rerun.api.Rerun;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunRequest;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.eligibility.EligibilityRule.KeepRegisters;
import dev.rerun.core.spi.ItemDraft;
import dev.rerun.core.spi.LogicResult;
import dev.rerun.core.spi.ParkedEntry;
import dev.rerun.core.spi.StoreException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a rerun touches, and what not. */
@ParameterizedClass
@EnumSource(TestStore.class)
class RerunTest extends EngineFixture {
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
    void namesAKeptItemThatLogicNoLongerProduces() {
        engine.process(List.of(entry(4, day(2)), entry(5, day(2))));
        host().invoice(APP, "INV-1", key("4:fee"));
        logic.script(
                "4",
                (contract, entry, context) -> LogicResult.of(
                        "billed", ItemDraft.of("Fees", "4:pick", entry.createdAt(), BigDecimal.TEN, "EUR")));

        rerun();

        assertThat(register()).containsExactly("4:fee=4 fee v1", "4:pick=10 fee v1", "5:fee=5 fee v1");
        assertThat(newest("4").diagnostics())
                .extracting(Diagnostic::toString)
                .containsExactly(
                        "billed", "kept: Fees/4:fee stays (INVOICED) with 4 EUR; the logic no longer calculates it");
        assertThat(newest("5").diagnostics()).containsExactly(Diagnostic.of("billed"));
    }

    @Test
    void whoseBatchesFailAsAWholeHoldsUpNoOtherRun() {
        ActivityEntry other = new ActivityEntry("other", "2", "k", day(2), day(2), "10");
        engine.process(List.of(entry(1, day(2)), other));
        engine.close();
        RerunEngine starter = withoutWorkers();
        long stuck = starter.start(CUTOFF).id();
        long fine = starter.start(RerunRequest.after(CUTOFF).ofApp("other")).id();

        engine = open(builder()
                .store(new RefusingStore(store(), "1:fee", () -> new StoreException("out of order", null)))
                .workers(1));

        assertThat(engine.find(fine).orElseThrow().await(LONG).status()).isEqualTo(RerunStatus.COMPLETED);
        assertThat(engine.find(stuck).orElseThrow().report().remaining()).isEqualTo(1);
        engine.close();
        engine = open(builder());
        assertThat(engine.find(stuck).orElseThrow().await(LONG).done()).isEqualTo(1);
    }

    @Test
    void keepsAnItemOfItsKeyThatIsDatedElsewhere() {
        logic.script(
                "4",
                (contract, entry, context) -> LogicResult.of(
                        "billed", ItemDraft.of("Fees", "monthly", CUTOFF.minusSeconds(86_400), BigDecimal.TEN, "EUR")));
        engine.process(List.of(entry(4, day(2)), entry(5, day(2))));

        RerunReport report = rerun();

        assertThat(report.itemsRetained()).isEqualTo(1);
        assertThat(newest("4").diagnostics().get(1).detail()).contains("OUTSIDE_WINDOW");
    }

    @Test
    void doesNotPreserveAnEditAndBringsBackADeletedItem() {
        engine.process(List.of(entry(4, day(2)), entry(5, day(2))));
        host().editAmount(APP, key("4:fee"), new BigDecimal("99.99"));
        host().removeItem(APP, key("5:fee"));

        rerun();

        assertThat(register()).containsExactly("4:fee=4 fee v1", "5:fee=5 fee v1");
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
        assertThat(engine.process(List.of(entry(2, day(2)))).withoutContract()).isEqualTo(1);
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

    @Test
    void waitsForFirstProcessingInFlightAndTakesItsEntries() throws InterruptedException {
        engine.process(List.of(entry(1, day(1))));
        CountDownLatch inFlight = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        logic.script("2", (contract, entry, context) -> {
            inFlight.countDown();
            awaitQuietly(release);
            return ScriptedLogic.usual(contract, entry);
        });
        Thread live = new Thread(() -> engine.process(List.of(entry(2, day(2)))));
        live.start();
        inFlight.await();
        AtomicReference<@Nullable RerunReport> report = new AtomicReference<>();
        Thread starting = new Thread(() -> report.set(rerun()));
        starting.start();
        Awaitility.await().until(() -> isHeldUp(starting));
        release.countDown();
        live.join();
        starting.join();

        assertThat(Objects.requireNonNull(report.get()).total()).isEqualTo(1);
        assertThat(item("2:fee").rerunId()).isNotNull();
    }

    @Test
    void calculatesEntriesAgainThatExpireWhileItIsGoing() {
        RerunEngine starter = withoutWorkers();
        engine.close();
        Instant lastDay = NOW.minus(Duration.ofDays(45));
        starter.process(List.of(entry(2, lastDay)));
        Rerun run = starter.start(lastDay.minusSeconds(1));
        clock.advance(Duration.ofDays(30));

        open(builder()).find(run.id()).orElseThrow().await(LONG);

        assertThat(register()).containsExactly("2:fee=2 fee v1");
    }

    @Test
    void survivesStopAndGoOfItsWorkersAnywhere() {
        engine.process(IntStream.rangeClosed(1, 500)
                .mapToObj(id -> entry(id, "key " + id % 20, day(2)))
                .toList());
        engine.close();
        contracts = rate("v2", "0.20");
        long id = withoutWorkers().start(CUTOFF).id();
        RerunReport report;
        do {
            RerunEngine brief = open(builder().batchSize(10));
            Rerun run = brief.find(id).orElseThrow();
            Awaitility.await()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> run.status().terminal() || run.report().done() > 0);
            report = run.report();
            brief.close();
        } while (!report.status().terminal());

        assertThat(report.done()).isEqualTo(500);
        assertThat(host().items(APP)).hasSize(500).allSatisfy(item -> assertThat(item.rerunId())
                .isEqualTo(id));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
