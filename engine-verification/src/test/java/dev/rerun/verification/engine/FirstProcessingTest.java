package dev.rerun.verification.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.ContractId;
import dev.rerun.api.Diagnostic;
import dev.rerun.api.ProcessingReport;
import dev.rerun.api.RegisterItem;
import dev.rerun.core.spi.ItemDraft;
import dev.rerun.core.spi.LogicResult;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Entries that are processed for the first time. */
@ParameterizedClass
@EnumSource(TestStore.class)
class FirstProcessingTest extends EngineFixture {
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
        ProcessingReport report = engine.process(
                IntStream.rangeClosed(1, 1234).mapToObj(id -> entry(id, day(2))).toList());

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

    @Test
    void ofOneKeyComesOneAfterTheOtherSoThatTheLaterSeesTheEarlier() throws InterruptedException {
        assumeTrue(kind != TestStore.IN_MEMORY, "transactions in memory come one after the other");
        // Who makes an app known holds up all of it.
        engine.process(List.of(entry(3, "other", day(2))));
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger seen = new AtomicInteger(-1);
        logic.script("1", (contract, entry, context) -> {
            inside.countDown();
            awaitQuietly(release);
            return ScriptedLogic.usual(contract, entry);
        });
        logic.script("2", (contract, entry, context) -> {
            seen.set(context.items("k", day(1), day(3)).size());
            return ScriptedLogic.usual(contract, entry);
        });
        Thread earlier = new Thread(() -> engine.process(List.of(entry(1, "k", day(2)))));
        earlier.start();
        inside.await();
        // Another key is not held up; it also makes the connection that the later one needs, which takes a while.
        engine.process(List.of(entry(4, "other", day(2))));
        Thread later = new Thread(() -> engine.process(List.of(entry(2, "k", day(2)))));
        later.start();
        Awaitility.await().during(Duration.ofMillis(300)).atMost(LONG).until(() -> seen.get() >= 0 || isHeldUp(later));
        release.countDown();
        earlier.join();
        later.join();

        assertThat(seen).hasValue(1);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
