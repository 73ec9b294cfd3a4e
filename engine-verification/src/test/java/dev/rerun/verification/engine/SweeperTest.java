package dev.rerun.verification.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.EngineClosedException;
import dev.rerun.api.Rerun;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.RerunEngines;
import dev.rerun.core.spi.Block;
import dev.rerun.core.spi.LaneProgress;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What an engine does about runs that do not move, and about workers that come later. */
@ParameterizedClass
@EnumSource(
        value = TestStore.class,
        names = {"IN_MEMORY", "POSTGRESQL"})
class SweeperTest extends EngineFixture {
    private final BlockStream stream = new BlockStream();

    private RerunEngine messages(int workers) {
        engine.close();
        return open(
                builder().stream(stream).workers(workers).lanes(4).batchSize(3).stalledAfter(Duration.ofSeconds(1)));
    }

    private static List<ActivityEntry> entries() {
        return IntStream.rangeClosed(2, 21).mapToObj(id -> entry(id, day(id))).toList();
    }

    @Test
    void messagesThatWereLostArePublishedAgainUntilTheRunMoves() {
        RerunEngine losing = messages(1);
        losing.process(entries());
        Rerun run = losing.start(CUTOFF);
        List<Block> lost = stream.taken();
        stream.failNext(1);

        List<Block> again = awaitPublication();
        assertThat(again).isNotEmpty().hasSizeLessThan(lost.size()).allMatch(lost::contains);
        assertThat(again).extracting(Block::lane).isSorted().doesNotHaveDuplicates();
        awaitPublication().forEach(stream::deliverToTheEnd);

        assertThat(run.report().status()).isEqualTo(RerunStatus.COMPLETED);
        assertThat(run.report().done()).isEqualTo(20);
    }

    @Test
    void onlyWhatIsOutstandingIsPublishedAgain() {
        RerunEngine losing = messages(1);
        losing.process(entries());
        losing.start(CUTOFF);
        Block delivered = stream.taken().get(0);
        stream.deliverToTheEnd(new Block(delivered.rerunId(), delivered.lane(), Long.MAX_VALUE));

        assertThat(awaitPublication()).isNotEmpty().extracting(Block::lane).doesNotContain(delivered.lane());
    }

    private List<Block> awaitPublication() {
        return Awaitility.await().atMost(LONG).until(stream::taken, blocks -> !blocks.isEmpty());
    }

    @Test
    void aRunWithNothingToDoEndsWithoutMessagesAndWorkers() {
        Rerun run = messages(0).start(CUTOFF);

        assertThat(run.await(LONG).status()).isEqualTo(RerunStatus.COMPLETED);
    }

    @Test
    void aRunWhoseWorkerDiedBeforeItCouldEndItIsEnded() {
        RerunEngine losing = messages(0);
        losing.process(entries());
        Rerun run = losing.start(CUTOFF);
        store().transaction(tx -> {
            tx.runs().lock(run.id());
            tx.runs().moveTo(run.id(), RerunStatus.RUNNING, null);
            tx.lanes().open(run.id(), 100).forEach(lane -> tx.lanes()
                    .advance(
                            tx.lanes().lock(run.id(), lane.number()).orElseThrow(),
                            new LaneProgress(lane.end(), lane.end(), 0, 0, 0, 0)));
            return true;
        });

        assertThat(run.await(LONG).status()).isEqualTo(RerunStatus.COMPLETED);
    }

    @Test
    void workersCanBeStartedLaterAndOnce() {
        engine.process(entries());
        engine.close();
        RerunEngine later = open(builder().workers(0));
        Rerun run = later.start(CUTOFF);
        assertThat(run.report().status()).isEqualTo(RerunStatus.QUEUED);

        later.startWorkers(2);

        assertThat(run.await(LONG).status()).isEqualTo(RerunStatus.COMPLETED);
        assertThatIllegalStateException()
                .isThrownBy(() -> later.startWorkers(1))
                .withMessageContaining("workers(0)");
        later.close();
        assertThatExceptionOfType(EngineClosedException.class).isThrownBy(() -> later.startWorkers(1));
    }

    @Test
    void numbersThatMakeNoSenseAreRefused() {
        RerunEngine none = open(builder().workers(0));
        for (int workers : new int[] {-1, 0, RerunEngine.MOST_WORKERS + 1}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> none.startWorkers(workers))
                    .withMessageContaining("workers " + workers);
        }
        for (Duration time : List.of(Duration.ZERO, Duration.ofMillis(999), Duration.ofSeconds(Long.MAX_VALUE))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> RerunEngines.builder().stalledAfter(time))
                    .withMessageContaining("stalledAfter " + time);
        }
    }
}
