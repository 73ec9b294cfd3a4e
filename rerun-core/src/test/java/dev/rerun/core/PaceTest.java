package dev.rerun.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.api.RerunOptions;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.eligibility.Selection;
import dev.rerun.core.spi.Run;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many entries of a run come together, and how long workers wait for their turn. */
class PaceTest {
    private static final int USUAL = 50;

    private final List<Duration> lengths = new ArrayList<>();
    private final Deque<Duration> waits = new ArrayDeque<>();
    private final FakeStore store = new FakeStore((question, arguments) -> {
        lengths.add((Duration) arguments.get(1));
        return waits.size() > 1 ? waits.remove() : waits.element();
    });
    private final Pace pace = new Pace(store, USUAL);

    private static Run run(RerunOptions options) {
        Selection selection = new Selection("billing", Sighted.NOON, null, Sighted.NOON, false, 1);
        return new Run(123_456, RerunStatus.RUNNING, selection, 8, options);
    }

    private static Run atRate(int entriesPerSecond) {
        return run(RerunOptions.DEFAULT.entriesPerSecond(entriesPerSecond));
    }

    /** The last wait is the answer from then on. */
    private void waits(Duration... each) {
        waits.addAll(List.of(each));
    }

    @Test
    void aRunWithoutPauseOrRateWaitsForNothing() {
        Run run = run(RerunOptions.DEFAULT);

        assertThat(pace.awaitTurn(run)).isTrue();
        assertThat(pace.batchSize(run)).isEqualTo(USUAL);
        assertThat(store.asked()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "10, 1", "60, 6", "499, 49", "500, 50", "100000, 50"})
    void aRateBringsTogetherTheEntriesOfATenthOfASecond(int rate, int together) {
        assertThat(pace.batchSize(atRate(rate))).isEqualTo(together);
    }

    @Test
    void aPauseLetsEntriesComeOneByOne() {
        assertThat(pace.batchSize(run(RerunOptions.DEFAULT
                        .pauseBetweenEntries(Duration.ofMillis(1))
                        .entriesPerSecond(1000))))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"60, PT0.1S", "7, PT0.142858S", "1, PT1S", "1000, PT0.05S"})
    void aTurnIsAsLongAsItsEntriesMayTakeAndNeverShorter(int rate, Duration length) {
        waits(Duration.ZERO);

        assertThat(pace.awaitTurn(atRate(rate))).isTrue();
        assertThat(lengths).containsExactly(length);
    }

    @Test
    void beforeAPauseTheTurnMustBeFreeAndIsNotTaken() {
        waits(Duration.ZERO);

        assertThat(pace.awaitTurn(run(RerunOptions.DEFAULT
                        .pauseBetweenEntries(Duration.ofSeconds(1))
                        .entriesPerSecond(2))))
                .isTrue();
        assertThat(lengths).containsExactly(Duration.ZERO);
    }

    @Test
    void aTurnThatIsNearIsWaitedFor() {
        Duration near = Duration.ofMillis(30);
        waits(near, Duration.ZERO);

        long begin = System.nanoTime();
        assertThat(pace.awaitTurn(atRate(60))).isTrue();
        assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(near.toNanos());
        assertThat(lengths).hasSize(2);
    }

    @Test
    void aTurnThatIsFarIsLeftToOthers() {
        waits(Duration.ofMinutes(1));

        assertThat(pace.awaitTurn(atRate(60))).isFalse();
        assertThat(lengths).hasSize(1);
    }

    @Test
    void aTurnThatOthersTakeAgainAndAgainIsGivenUpAfterAWhile() {
        waits(Duration.ofMillis(100));

        long begin = System.nanoTime();
        assertThat(pace.awaitTurn(atRate(60))).isFalse();
        assertThat(lengths).hasSizeBetween(2, 3);
        assertThat(System.nanoTime() - begin)
                .isGreaterThanOrEqualTo(Duration.ofMillis(100).toNanos());
    }

    @Test
    void whoIsInterruptedWaitsNoLongerAndStaysInterrupted() {
        waits(Duration.ofMillis(100));
        Thread.currentThread().interrupt();

        assertThat(pace.awaitTurn(atRate(60))).isFalse();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(lengths).hasSize(1);
    }

    @Test
    void afterAnEntryComesTheLongerOfPauseAndRate() {
        RerunOptions pausing = RerunOptions.DEFAULT.pauseBetweenEntries(Duration.ofMillis(100));

        assertThat(Pace.pauseAfterEntry(RerunOptions.DEFAULT)).isZero();
        assertThat(Pace.pauseAfterEntry(RerunOptions.DEFAULT.entriesPerSecond(1)))
                .isZero();
        assertThat(Pace.pauseAfterEntry(pausing)).isEqualTo(Duration.ofMillis(100));
        assertThat(Pace.pauseAfterEntry(pausing.entriesPerSecond(100))).isEqualTo(Duration.ofMillis(100));
        assertThat(Pace.pauseAfterEntry(pausing.entriesPerSecond(2))).isEqualTo(Duration.ofMillis(500));
    }
}
