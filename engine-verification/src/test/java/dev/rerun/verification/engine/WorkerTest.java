package dev.rerun.verification.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.Actor;
import dev.rerun.api.Rerun;
import dev.rerun.api.RerunOptions;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunRequest;
import dev.rerun.api.RerunStartFailedException;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.spi.Block;
import dev.rerun.core.spi.BlockAnswer;
import dev.rerun.core.spi.LaneProgress;
import dev.rerun.core.spi.Observation;
import dev.rerun.core.spi.PrepareCounts;
import dev.rerun.core.spi.RejectedDataException;
import dev.rerun.core.spi.StoreException;
import dev.rerun.core.spi.WorkObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a worker does batch by batch: whose turn it is, what it answers, and what it says when the store fails. */
@ParameterizedClass
@EnumSource(value = TestStore.class, names = "IN_MEMORY")
class WorkerTest extends SteeringFixture {
    private final BlockStream blocks = new BlockStream();
    private final List<String> observed = new ArrayList<>();
    private final Story story = new Story();

    @SuppressWarnings("NullAway.Init") // before each test
    private InterposedStore interposed;

    @BeforeEach
    void interpose() {
        interposed = new InterposedStore(store());
        engine.close();
        engine = open(stepped().store(interposed).lanes(1).observe(new WorkObserver() {
            @Override
            public Observation<PrepareCounts> prepareBegins(long rerunId, String app) {
                return observation(counts -> "prepared " + ((PrepareCounts) counts).total());
            }

            @Override
            public Observation<LaneProgress> batchBegins(
                    long rerunId, String app, int lane, Map<String, String> context) {
                return observation(progress -> "done " + ((LaneProgress) progress).done() + context);
            }
        }));
    }

    private <R> Observation<R> observation(Function<Object, String> text) {
        return new Observation<>() {
            @Override
            public void ended(R result) {
                observed.add(text.apply(result));
            }

            @Override
            public void failed(Throwable error) {
                observed.add("failed");
            }
        };
    }

    @AfterEach
    void leaveTheLog() {
        story.close();
    }

    /** From now on the engine gets messages. */
    private void messages() {
        engine.close();
        engine = open(stepped().store(interposed).stream(blocks).lanes(1));
    }

    @Test
    void eachBatchIsWorkedOnToldAndObserved() {
        Rerun run = start();

        // The last time it finds that the run is over.
        assertThat(stream.work(100)).isEqualTo(ENTRIES / 2 + 1);

        assertThat(run.status()).isEqualTo(RerunStatus.COMPLETED);
        assertThat(stream.work(1)).isZero();
        assertThat(observed)
                .hasSize(1 + ENTRIES / 2)
                .startsWith("prepared 20", "done 2{}")
                .doesNotContain("failed");
        assertThat(story.of("Rerun " + run.id() + ", Rerun running")).hasSize(1);
        assertThat(story.of("Rerun " + run.id() + ", Rerun completed")).hasSize(1);
    }

    private static List<ActivityEntry> ofPayroll() {
        return entries().stream()
                .map(entry -> new ActivityEntry(
                        "payroll",
                        entry.id(),
                        entry.orderingKey(),
                        entry.occurredAt(),
                        entry.createdAt(),
                        entry.payload()))
                .toList();
    }

    @Test
    void runsOfSeveralAppsTakeTurns() {
        engine.process(ofPayroll());
        Rerun one = start();
        Rerun other = engine.start(RerunRequest.after(CUTOFF).ofApp("payroll"));

        stream.work(6);

        assertThat(one.report().done()).isEqualTo(6);
        assertThat(other.report().done()).isEqualTo(6);
    }

    @Test
    void aBatchThatFailsAsAWholeIsSaidOnceUntilTheRunMovesAgain() {
        Rerun run = start();
        stream.work(1);
        for (int outage = 1; outage <= 2; outage++) {
            interposed.refuse("Lanes.advance");
            assertThat(stream.work(1)).isZero();
            assertThat(story.warnings()).hasSize(outage);
            assertThat(stream.work(1)).isZero();
            interposed.up();
            assertThat(stream.work(1)).isEqualTo(1);
        }

        assertThat(run.report().done()).isEqualTo(6);
        assertThat(story.warnings())
                .containsExactly(
                        "Rerun " + run.id() + ", A batch failed as a whole; it is tried again until it succeeds",
                        "Rerun " + run.id() + ", A batch failed as a whole; it is tried again until it succeeds");
        assertThat(observed).filteredOn("failed"::equals).hasSize(4);
    }

    @Test
    void whatTheStoreRefusesThoughItIsNoEntrysStopsTheRunAndFailsNone() {
        Rerun run = start();
        for (String question : List.of("Lanes.claim", "Lanes.advance")) {
            interposed.fail(question, Integer.MAX_VALUE, () -> new RejectedDataException("too long", null));
            assertThat(stream.work(1)).as(question).isZero();
            interposed.up();
        }

        assertThat(run.report().failed()).isZero();
        stream.workToTheEnd();
        assertThat(run.report().done()).isEqualTo(ENTRIES);
    }

    @Test
    void aRefusalThatPassesCostsNoEntry() {
        Rerun run = start();
        interposed.fail("Items.insert", 3, () -> new RejectedDataException("taken a moment ago", null));

        stream.workToTheEnd();

        assertThat(interposed.refused()).isEqualTo(3);
        assertThat(run.report().status()).isEqualTo(RerunStatus.COMPLETED);
        assertThat(run.report().done()).isEqualTo(ENTRIES);
    }

    @Test
    void aRunWhoseTurnIsFarIsLeftForLater() {
        Rerun run = start(RerunOptions.DEFAULT.entriesPerSecond(1));

        assertThat(stream.work(3)).isEqualTo(1);

        assertThat(run.report().done()).isEqualTo(1);
    }

    @Test
    void aRunWhoseTurnIsFarHoldsUpNoOther() {
        engine.process(ofPayroll());
        Rerun slow = start(RerunOptions.DEFAULT.entriesPerSecond(1));
        Rerun other = engine.start(RerunRequest.after(CUTOFF).ofApp("payroll"));

        stream.work(1 + ENTRIES / 2 + 1);

        assertThat(slow.report().done()).isEqualTo(1);
        assertThat(other.status()).isEqualTo(RerunStatus.COMPLETED);
    }

    @Test
    void aMessageOfARunWhoseTurnIsFarWaits() {
        messages();
        Rerun run = start(RerunOptions.DEFAULT.entriesPerSecond(1));

        assertThat(blocks.deliver(new Block(run.id(), 0, 2))).isEqualTo(BlockAnswer.MORE);
        assertThat(blocks.deliver(new Block(run.id(), 0, 2))).isEqualTo(BlockAnswer.WAIT);
        assertThat(run.report().done()).isEqualTo(1);
    }

    @Test
    void aMessageOfARunThatIsPausedInThisMomentIsBusy() {
        messages();
        Rerun run = start();
        blocks.deliver(new Block(run.id(), 0, 2));
        interposed.afterTransaction(1, () -> engine.pause(run.id(), Actor.HOST));

        assertThat(blocks.deliver(new Block(run.id(), 0, 4))).isEqualTo(BlockAnswer.BUSY);
        assertThat(run.report().done()).isEqualTo(2);
    }

    @Test
    void aMessageAboutEntriesThatAreHeldBackIsKept() {
        messages();
        Rerun run = start(RerunOptions.DEFAULT.firstThenOn(3));

        assertThat(blocks.deliver(new Block(run.id(), 0, 4))).isEqualTo(BlockAnswer.MORE);
        // The first entries are done, so that the rest is opened.
        assertThat(blocks.deliver(new Block(run.id(), 0, 4))).isEqualTo(BlockAnswer.BUSY);
        assertThat(run.report().done()).isEqualTo(3);
        blocks.deliverToTheEnd(new Block(run.id(), 0, 20));
        assertThat(run.status()).isEqualTo(RerunStatus.COMPLETED);
    }

    @Test
    void theLastMessageEndsTheRunThatAnotherWorkerCouldNotEnd() {
        messages();
        Rerun run = start();
        Block last = new Block(run.id(), 0, 20);
        interposed.refuse("Runs.moveTo");
        for (int batch = 1; batch <= 10; batch++) {
            try {
                blocks.deliver(last);
            } catch (StoreException e) {
                assertThat(run.report().done()).isEqualTo(ENTRIES);
            }
        }
        assertThat(run.status()).isEqualTo(RerunStatus.RUNNING);
        interposed.up();

        assertThat(blocks.deliver(last)).isEqualTo(BlockAnswer.DONE);
        assertThat(run.status()).isEqualTo(RerunStatus.COMPLETED);
    }

    @Test
    void whatTravelsWithAMessageReachesTheObserver() {
        Map<String, String> context = Map.of("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        engine.close();
        List<Map<String, String>> seen = new ArrayList<>();
        engine = open(stepped().stream(blocks).lanes(1).observe(new WorkObserver() {
            @Override
            public Observation<PrepareCounts> prepareBegins(long rerunId, String app) {
                return observation(String::valueOf);
            }

            @Override
            public Observation<LaneProgress> batchBegins(
                    long rerunId, String app, int lane, Map<String, String> given) {
                seen.add(given);
                return observation(String::valueOf);
            }
        }));
        Rerun run = start();

        blocks.deliver(new Block(run.id(), 0, 2, context));

        assertThat(seen).containsExactly(context);
    }

    @Test
    void aRunThatIsRetriedMayHaveFailedStartsAfterIt() {
        failOn(2);
        Rerun run = start();
        stream.workToTheEnd();
        interposed.refuse("Preparation.freeze");
        for (int failed = 1; failed <= 101; failed++) {
            try {
                start();
            } catch (RerunStartFailedException e) {
                assertThat(e).hasMessageContaining("out of order");
            }
        }
        interposed.up();
        heal(2);

        RerunReport report = engine.retryFailed(run.id(), Actor.HOST);

        assertThat(report.status()).isEqualTo(RerunStatus.RUNNING);
    }
}
