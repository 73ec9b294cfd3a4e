package dev.rerun.verification.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.api.Actor;
import dev.rerun.api.RegisterItem;
import dev.rerun.api.Rerun;
import dev.rerun.api.RerunAction;
import dev.rerun.api.RerunCommand;
import dev.rerun.api.RerunOptions;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunRequest;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.InProcessStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** How far and how fast runs go, with two engines of two workers each. */
@ParameterizedClass
@EnumSource(
        value = TestStore.class,
        names = {"IN_MEMORY", "H2", "POSTGRESQL"})
class PaceTest extends EngineFixture {
    private static final int ENTRIES = 30;

    @BeforeEach
    void fourWorkers() {
        engine.close();
        engine =
                open(builder().stream(new InProcessStream(Duration.ofMillis(5))).batchSize(4));
        engine.process(IntStream.rangeClosed(1, ENTRIES)
                .mapToObj(id -> entry(id, "key " + id % 11, CUTOFF.plusSeconds(id)))
                .toList());
        open(builder().stream(new InProcessStream(Duration.ofMillis(5))).batchSize(4));
        contracts = rate("v2", "0.20");
    }

    private Rerun start(RerunOptions options) {
        return engine.start(RerunRequest.after(CUTOFF).with(options));
    }

    private List<String> calculatedBy(Rerun run) {
        return host().items(APP).stream()
                .filter(item -> item.rerunId() != null && item.rerunId() == run.id())
                .map(RegisterItem::entryId)
                .map(id -> String.valueOf(id))
                .toList();
    }

    private static List<String> ids(int last) {
        return IntStream.rangeClosed(1, last).mapToObj(Integer::toString).toList();
    }

    @Test
    void aLimitSelectsTheEarliestEntriesAndLeavesAllOthers() {
        Rerun run = start(RerunOptions.DEFAULT.limit(7));

        RerunReport report = run.await(LONG);

        assertThat(List.of(report.total(), report.done(), report.itemsDeleted()))
                .containsExactly(7L, 7L, 7L);
        assertThat(calculatedBy(run)).containsExactlyInAnyOrderElementsOf(ids(7));
        assertThat(register()).hasSize(ENTRIES);
    }

    @Test
    void theFirstEntriesAreProcessedAndNoMoreUntilAPersonResumes() {
        Rerun run = start(RerunOptions.DEFAULT.firstOnly(13));

        awaitStatus(run, RerunStatus.PAUSED);
        assertThat(run.report().done()).isEqualTo(13);
        assertThat(run.report().statusReason()).contains("the first 13 entries", "0 of them failed");
        assertThat(calculatedBy(run)).containsExactlyInAnyOrderElementsOf(ids(13));
        assertThat(run.commands()).extracting(RerunCommand::action).endsWith(RerunAction.PAUSE);

        engine.resume(run.id(), Actor.HOST.because("looks good"));
        assertThat(run.await(LONG).done()).isEqualTo(ENTRIES);
    }

    @Test
    void aRunGoesOnByItselfIfItsFirstEntriesAllSucceeded() {
        Rerun run = start(RerunOptions.DEFAULT.firstThenOn(13));

        assertThat(run.await(LONG).done()).isEqualTo(ENTRIES);
        assertThat(run.commands()).hasSize(1);
    }

    @Test
    void aRunDoesNotGoOnByItselfIfOneOfItsFirstEntriesFailed() {
        logic.failOn("5", () -> new IllegalStateException("no tariff"));
        Rerun run = start(RerunOptions.DEFAULT.firstThenOn(13));

        awaitStatus(run, RerunStatus.PAUSED);
        assertThat(run.report().statusReason()).contains("1 of them failed");
        assertThat(List.of(run.report().done(), run.report().failed())).containsExactly(12L, 1L);
    }

    private static void awaitStatus(Rerun run, RerunStatus status) {
        Awaitility.await().atMost(LONG).until(() -> run.status() == status);
    }

    @Test
    void noMoreBatchesAreUnderWayThanTheRunAllows() {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        duringEach(id -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            long deadline = System.nanoTime() + Duration.ofMillis(3).toNanos();
            while (System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }
            now.decrementAndGet();
        });

        Rerun run = start(RerunOptions.DEFAULT.batchesAtOnce(2));

        assertThat(run.await(LONG).done()).isEqualTo(ENTRIES);
        assertThat(most.get()).isBetween(1, 2);
    }

    @Test
    void aPauseLiesBetweenEveryTwoEntries() {
        Duration pause = Duration.ofMillis(15);
        Map<Integer, Long> last = beginsOfEach();

        Rerun run = start(RerunOptions.DEFAULT.limit(10).pauseBetweenEntries(pause));

        assertThat(run.await(LONG).done()).isEqualTo(10);
        List<Long> begins = last.values().stream().sorted().toList();
        assertThat(begins).hasSize(10);
        for (int i = 1; i < begins.size(); i++) {
            assertThat(begins.get(i) - begins.get(i - 1))
                    .as("between %s and %s", i, i + 1)
                    .isGreaterThan(pause.toNanos());
        }
    }

    @Test
    void inNoTimeMoreEntriesAreProcessedThanTheRateAllows() {
        int rate = 60;
        int together = 6;
        Map<Integer, Long> last = beginsOfEach();

        Rerun run = start(RerunOptions.DEFAULT.entriesPerSecond(rate));

        assertThat(run.await(LONG).done()).isEqualTo(ENTRIES);
        List<Long> sorted = last.values().stream().sorted().toList();
        for (int from = 0; from < sorted.size(); from++) {
            for (int to = from; to < sorted.size(); to++) {
                double seconds = (sorted.get(to) - sorted.get(from)) / 1e9;
                // A batch's entries come together, and its thread may have been held up after it took the turn.
                assertThat(to - from + 1).isLessThanOrEqualTo((int) (2 * together + rate * seconds));
            }
        }
        assertThat(sorted.get(sorted.size() - 1) - sorted.get(0))
                .isGreaterThan(Duration.ofMillis(1000L * (ENTRIES / together - 2) * together / rate)
                        .toNanos());
    }

    /** The last begin of each entry: one whose batch was undone begins twice. */
    private Map<Integer, Long> beginsOfEach() {
        Map<Integer, Long> begins = new ConcurrentHashMap<>();
        duringEach(id -> begins.put(id, System.nanoTime()));
        return begins;
    }

    private void duringEach(IntConsumer work) {
        for (int id = 1; id <= ENTRIES; id++) {
            int each = id;
            logic.script(Integer.toString(id), (contract, entry, context) -> {
                work.accept(each);
                return ScriptedLogic.usual(contract, entry);
            });
        }
    }
}
