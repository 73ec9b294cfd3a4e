package dev.rerun.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rerun.api.RerunOptions;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.eligibility.Selection;
import dev.rerun.core.spi.Block;
import dev.rerun.core.spi.Lane;
import dev.rerun.core.spi.LaneProgress;
import dev.rerun.core.spi.Observation;
import dev.rerun.core.spi.Observation.Part;
import dev.rerun.core.spi.PrepareCounts;
import dev.rerun.core.spi.Run;
import dev.rerun.core.spi.WorkObserver;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ObserversTest {
    private static final Map<String, String> CONTEXT = Map.of("tracestate", "a=b");
    private static final Instant CUTOFF = Instant.parse("2026-01-01T12:00:00Z");
    private static final Run RUN = new Run(
            7, RerunStatus.RUNNING, new Selection("billing", CUTOFF, null, CUTOFF, false, 1), 2, RerunOptions.DEFAULT);

    private final List<String> notes = new ArrayList<>();
    private final Observers observers = new Observers(List.of(observer("first"), observer("second")));

    private WorkObserver observer(String name) {
        return new WorkObserver() {
            @Override
            public Observation<PrepareCounts> prepareBegins(long rerunId, String app) {
                return note(name + ": prepare");
            }

            @Override
            public Observation<LaneProgress> batchBegins(
                    long rerunId, String app, int lane, Map<String, String> context) {
                return note(name + ": lane " + lane);
            }
        };
    }

    private <R> Observation<R> note(String work) {
        return new Observation<>() {
            @Override
            public Map<String, String> context() {
                return CONTEXT;
            }

            @Override
            public Part enter() {
                String where = work + " on " + Thread.currentThread().getName();
                notes.add("enter " + where);
                return () -> notes.add("leave " + where);
            }

            @Override
            public void ended(R result) {
                notes.add("end " + work + (result instanceof LaneProgress progress ? ": " + progress.done() : ""));
            }

            @Override
            public void failed(Throwable error) {
                notes.add("fail " + work);
            }
        };
    }

    private static Lane lane(int number) {
        return new Lane(RUN.id(), number, 0, 5);
    }

    @Nested
    class Contexts {
        private Block block(long rerunId) {
            return new Block(rerunId, 0, 1, CONTEXT);
        }

        @Test
        void areForgottenWhenTheirPrepareFails() {
            assertThatIllegalStateException()
                    .isThrownBy(() -> observers.prepare(8, "billing", () -> {
                        assertThat(observers.contextOf(8)).isEqualTo(CONTEXT);
                        throw new IllegalStateException("made to fail by the test");
                    }));

            assertThat(observers.contextOf(8)).isEmpty();
            assertThat(notes).containsSubsequence("leave first: prepare on main", "fail first: prepare");
        }

        @Test
        void areRememberedOfTheRunsThatNeededThemLast() {
            observers.remember(block(1));
            for (int run = 2; run <= Observers.MOST_CONTEXTS; run++) {
                observers.remember(block(run));
            }
            assertThat(observers.contextOf(1)).isEqualTo(CONTEXT);

            observers.remember(block(Observers.MOST_CONTEXTS + 1));

            assertThat(observers.contextOf(1)).isEqualTo(CONTEXT);
            assertThat(observers.contextOf(2)).isEmpty();
            assertThat(observers.contextOf(3)).isEqualTo(CONTEXT);
        }

        @Test
        void stayWhenABlockComesWithoutOne() {
            observers.remember(block(1));
            observers.remember(new Block(1, 0, 2));

            assertThat(observers.contextOf(1)).isEqualTo(CONTEXT);
        }

        @Test
        void areNobodysWhereThereIsNoObserver() {
            Observers none = new Observers(List.of());
            none.remember(block(1));

            assertThat(none.contextOf(1)).isEmpty();
        }
    }

    @Nested
    class ABatch {
        private final ObservedBatch batch = new ObservedBatch(observers);

        @Test
        void isEnteredByOneObserverAfterAnotherAndLeftTheOtherWayRound() {
            batch.begins(RUN, lane(0));
            batch.ended(new LaneProgress(5, 4, 1, 0, 4, 0));

            assertThat(notes)
                    .containsExactly(
                            "enter first: lane 0 on main",
                            "enter second: lane 0 on main",
                            "leave second: lane 0 on main",
                            "leave first: lane 0 on main",
                            "end first: lane 0: 4",
                            "end second: lane 0: 4");
        }

        @Test
        void isAnotherOneIfItGetsAnotherLane() {
            batch.begins(RUN, lane(0));
            batch.begins(RUN, lane(0));
            batch.begins(RUN, lane(1));
            batch.failed(new IllegalStateException("made to fail by the test"));

            assertThat(notes)
                    .filteredOn(note -> note.contains("first"))
                    .containsExactly(
                            "enter first: lane 0 on main",
                            "leave first: lane 0 on main",
                            "end first: lane 0: 0",
                            "enter first: lane 1 on main",
                            "leave first: lane 1 on main",
                            "fail first: lane 1");
        }

        @Test
        void isNoneWithoutALane() {
            batch.ended(new LaneProgress(0, 0, 0, 0, 0, 0));

            assertThat(notes).isEmpty();
        }

        @Test
        void canHaveAPartOnAnotherThread() throws InterruptedException {
            batch.begins(RUN, lane(0));
            Thread other = new Thread(Observed.partOfCurrent(() -> notes.add("at work")), "other");
            other.start();
            other.join();
            batch.ended(new LaneProgress(0, 0, 0, 0, 0, 0));

            assertThat(notes)
                    .containsSubsequence(
                            "enter second: lane 0 on other",
                            "at work",
                            "leave second: lane 0 on other",
                            "leave second: lane 0 on main");
        }

        @Test
        void isNobodysAffairWhenItIsOver() {
            batch.begins(RUN, lane(0));
            batch.ended(new LaneProgress(0, 0, 0, 0, 0, 0));
            Runnable later = () -> notes.add("later");

            assertThat(Observed.partOfCurrent(later)).isSameAs(later);
        }
    }
}
