package dev.rerun.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.api.RerunOptions;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunStatus;
import dev.rerun.api.StreamNotReadyException;
import dev.rerun.core.eligibility.Selection;
import dev.rerun.core.spi.ActivityStream;
import dev.rerun.core.spi.Block;
import dev.rerun.core.spi.Lane;
import dev.rerun.core.spi.LaneWorker;
import dev.rerun.core.spi.Run;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** What a sweep does with runs that stand still, sweep by sweep. */
class SweeperTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final List<Run> workable = new ArrayList<>();
    private final Map<Long, List<Lane>> lanes = new HashMap<>();
    private final List<Long> abandoned = new ArrayList<>();
    private final List<RerunReport> news = new ArrayList<>();
    private final List<List<Block>> published = new ArrayList<>();
    private final List<String> marks = new ArrayList<>();
    private final List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
    private boolean streamIsDown;
    private boolean abandonedFail;

    private final FakeStore store = new FakeStore((question, arguments) -> switch (question) {
        case "Runs.workable" -> {
            threads.add(Thread.currentThread());
            yield List.copyOf(workable);
        }
        case "Runs.lockAbandoned" -> {
            if (abandonedFail) {
                throw new IllegalStateException("out of order");
            }
            yield List.copyOf(abandoned);
        }
        case "Runs.moveTo" -> null;
        case "Runs.begin" -> true;
        case "Runs.report" -> Optional.of(Sighted.run((Long) arguments.get(0), RerunStatus.FAILED, 1));
        case "Runs.lock" -> Optional.of(running((Long) arguments.get(0)));
        case "Lanes.open" -> lanes.getOrDefault(arguments.get(0), List.of());
        default -> throw new AssertionError(question);
    });

    private final ActivityStream stream = new ActivityStream() {
        @Override
        public void checkReady() {
            if (streamIsDown) {
                throw new StreamNotReadyException("the broker is gone; wait", null);
            }
        }

        @Override
        public void publish(Iterable<Block> blocks) {
            List<Block> all = new ArrayList<>();
            blocks.forEach(all::add);
            published.add(all);
            marks.add(MDC.get("rerun_id"));
        }

        @Override
        public void subscribe(int workers, LaneWorker worker) {}

        @Override
        public void close() {}
    };

    private static Run running(long id) {
        return run(id, RerunOptions.DEFAULT);
    }

    private static Run run(long id, RerunOptions options) {
        Selection selection = new Selection("billing", Sighted.NOON, null, Sighted.NOON, false, 1);
        return new Run(id, RerunStatus.RUNNING, selection, 8, options);
    }

    private Sweeper sweeper(Duration stalledAfter) {
        Observers observers = new Observers(List.of());
        Policy policy = new Policy(Duration.ofDays(1), null, 8, 10, List.of(), stalledAfter, 1, null);
        Audience nobody = new Audience(List.of());
        Announcer announcer = new Announcer(store, nobody, new Told(nobody));
        LaneWork all = new LaneWork() {
            @Override
            public Batch.Result process(Share share) {
                throw new AssertionError("a sweep processes nothing");
            }

            @Override
            public boolean takes(Run run) {
                return true;
            }

            @Override
            public int batchSize(int usual) {
                return usual;
            }
        };
        return new Sweeper(
                store,
                new Publication(store, stream, observers),
                new Starter(store, policy, announcer, id -> false),
                new RerunWorker(store, all, new Pace(store, 10), observers, news::add),
                news::add,
                stalledAfter);
    }

    private void stands(long id, Lane... outstanding) {
        workable.add(running(id));
        lanes.put(id, List.of(outstanding));
    }

    @Test
    void whatARunThatStandsStillHasOutstandingIsPublishedAgain() {
        try (LogLines lines = new LogLines()) {
            stands(7, new Lane(7, 1, 2, 5), new Lane(7, 3, 0, 4));
            Sweeper sweeper = sweeper(Duration.ZERO);
            sweeper.sweep();
            assertThat(published).isEmpty();

            sweeper.sweep();

            assertThat(published).containsExactly(List.of(new Block(7, 1, 5), new Block(7, 3, 4)));
            assertThat(marks).containsExactly("7");
            assertThat(lines.warnings())
                    .singleElement()
                    .asString()
                    .startsWith("Rerun 7, No entry was processed for 0 s")
                    .contains("lanes: 2, entries: 7");
        }
    }

    @Test
    void aRunThatMovesOrHasNotStoodLongEnoughIsLeftAlone() {
        stands(7, new Lane(7, 1, 2, 5));
        Sweeper patient = sweeper(Duration.ofHours(1));
        patient.sweep();
        patient.sweep();
        Sweeper sweeper = sweeper(Duration.ZERO);
        sweeper.sweep();
        lanes.put(7L, List.of(new Lane(7, 1, 3, 5)));
        sweeper.sweep();
        assertThat(published).isEmpty();

        sweeper.sweep();

        assertThat(published).hasSize(1);
    }

    @Test
    void aRunThatPausesBetweenItsEntriesMayStandAsMuchLonger() {
        workable.add(run(7, RerunOptions.DEFAULT.pauseBetweenEntries(Duration.ofHours(1))));
        lanes.put(7L, List.of(new Lane(7, 1, 2, 5)));
        Sweeper sweeper = sweeper(Duration.ZERO);
        sweeper.sweep();
        sweeper.sweep();

        assertThat(published).isEmpty();
    }

    @Test
    void aRunThatNobodyWorksOnIsPublishedLessAndLessOften() {
        Duration stalledAfter = Duration.ofMillis(20);
        stands(7, new Lane(7, 1, 2, 5));
        Sweeper sweeper = sweeper(stalledAfter);
        long end = System.nanoTime() + stalledAfter.multipliedBy(16).toNanos();
        while (System.nanoTime() < end) {
            sweeper.sweep();
        }

        // After 1, 3, 7 and 15 times as long.
        assertThat(published).hasSizeBetween(1, 4);
    }

    @Test
    void aRunThatComesBackIsLookedAtAnew() {
        stands(7, new Lane(7, 1, 2, 5));
        Run run = workable.get(0);
        Sweeper sweeper = sweeper(Duration.ZERO);
        sweeper.sweep();
        workable.clear();
        sweeper.sweep();
        workable.add(run);

        sweeper.sweep();

        assertThat(published).isEmpty();
    }

    @Test
    void aRunThatCannotBePublishedHoldsUpNoOtherAndIsSaidOnceUntilItCan() {
        try (LogLines lines = new LogLines()) {
            Sweeper sweeper = sweeper(Duration.ZERO);
            stands(7, new Lane(7, 1, 2, 5));
            stands(8, new Lane(8, 1, 2, 5));
            sweeper.sweep();
            streamIsDown = true;
            sweeper.sweep();
            sweeper.sweep();
            assertThat(lines.warnings())
                    .containsExactly(
                            "Looking after rerun 7 failed; it is tried again until it succeeds",
                            "Looking after rerun 8 failed; it is tried again until it succeeds");
            streamIsDown = false;
            sweeper.sweep();
            assertThat(published).hasSize(2);
            workable.remove(1);
            lanes.put(7L, List.of(new Lane(7, 1, 3, 5)));
            sweeper.sweep();
            streamIsDown = true;
            sweeper.sweep();
            assertThat(lines.warnings())
                    .filteredOn("Looking after rerun 7 failed; it is tried again until it succeeds"::equals)
                    .hasSize(2);
        }
    }

    @Test
    void abandonedRunsAreFailedAndToldAndIfThatFailsTheOthersAreLookedAfterAllTheSame() {
        abandoned.add(9L);
        stands(7, new Lane(7, 1, 2, 5));
        Sweeper sweeper = sweeper(Duration.ZERO);
        sweeper.sweep();
        assertThat(news).extracting(RerunReport::id).containsExactly(9L);
        abandonedFail = true;

        sweeper.sweep();

        assertThat(published).hasSize(1);
    }

    @Test
    void aRunWithNothingOutstandingIsEnded() {
        stands(7);

        sweeper(Duration.ZERO).sweep();

        assertThat(store.asked()).contains("Runs.lock");
        assertThat(published).isEmpty();
    }

    @Test
    void aRunThatNobodyBeganIsBegunBeforeItEnds() {
        Run begun = running(7);
        workable.add(new Run(7, RerunStatus.QUEUED, begun.selection(), 8, begun.options()));

        sweeper(Duration.ZERO).sweep();

        assertThat(store.asked()).containsSubsequence("Runs.begin", "Runs.lock");
        assertThat(news).hasSize(1);
    }

    @Test
    void sweepsByItselfFromItsOpeningToItsClose() throws Exception {
        Sweeper sweeper = sweeper(Duration.ZERO);
        sweeper.open();
        Awaitility.await().atMost(LONG).until(() -> !threads.isEmpty());
        sweeper.close();
        Thread sweeping = threads.get(0);
        sweeping.join(LONG.toMillis());

        assertThat(sweeping.isAlive()).isFalse();
        assertThat(sweeping.getName()).isEqualTo("rerun-sweeper");
    }
}
