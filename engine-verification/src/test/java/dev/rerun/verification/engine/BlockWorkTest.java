package dev.rerun.verification.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.Rerun;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.spi.Block;
import dev.rerun.core.spi.BlockAnswer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What an engine makes of messages, in whatever order and however often they come. */
@ParameterizedClass
@EnumSource(TestStore.class)
class BlockWorkTest extends EngineFixture {
    private final BlockStream stream = new BlockStream();

    @SuppressWarnings("NullAway.Init") // before each test
    private RerunEngine messages;

    @BeforeEach
    void process() {
        engine.close();
        messages = open(builder().stream(stream).workers(1).lanes(1).batchSize(3));
        List<ActivityEntry> entries =
                IntStream.rangeClosed(2, 11).mapToObj(id -> entry(id, day(id))).toList();
        messages.process(entries);
    }

    private Rerun start() {
        contracts = rate("v2", "0.20");
        return messages.start(CUTOFF);
    }

    @Test
    void blocksAreAsLongAsABatch() {
        long id = start().id();

        assertThat(stream.taken())
                .containsExactly(new Block(id, 0, 3), new Block(id, 0, 6), new Block(id, 0, 9), new Block(id, 0, 10));
    }

    @Test
    void theLastBlockCoversForAllThatWereLost() {
        Rerun run = start();

        stream.deliverToTheEnd(new Block(run.id(), 0, 10));

        assertThat(run.report().status()).isEqualTo(RerunStatus.COMPLETED);
        assertThat(register()).hasSize(10).allMatch(item -> item.contains("v2"));
    }

    @Test
    void blocksThatComeTwiceOrLateDoNothingMore() {
        Rerun run = start();
        List<Block> blocks = stream.taken();

        for (int i : new int[] {2, 2, 0, 1}) {
            stream.deliverToTheEnd(blocks.get(i));
            assertThat(run.report().done()).isEqualTo(9);
        }
        stream.deliverToTheEnd(blocks.get(3));
        assertThat(stream.deliver(blocks.get(3))).isEqualTo(BlockAnswer.DROP);
        assertThat(run.report().itemsCreated()).isEqualTo(10);
    }

    @Test
    void aBlockBeyondTheEndOfItsLaneEndsThere() {
        Rerun run = start();

        stream.deliverToTheEnd(new Block(run.id(), 0, 1_000));

        assertThat(run.report().status()).isEqualTo(RerunStatus.COMPLETED);
    }

    @Test
    void aBlockOfALaneThatIsNotThereIsDone() {
        Rerun run = start();

        assertThat(stream.deliver(new Block(run.id(), 7, 3))).isEqualTo(BlockAnswer.DONE);
        assertThat(stream.deliver(new Block(run.id(), Integer.MAX_VALUE, 3))).isEqualTo(BlockAnswer.DONE);
        assertThat(run.report().done()).isZero();
    }

    @Test
    void blocksOfUnknownRunsAreDropped() {
        start();

        assertThat(stream.deliver(new Block(1, 0, 3))).isEqualTo(BlockAnswer.DROP);
    }

    @Test
    void aPausedRunWaits() {
        Rerun run = start();
        stream.deliver(new Block(run.id(), 0, 3));
        move(run, RerunStatus.PAUSED);

        assertThat(stream.deliver(new Block(run.id(), 0, 6))).isEqualTo(BlockAnswer.WAIT);
        assertThat(run.report().done()).isEqualTo(3);

        move(run, RerunStatus.RUNNING);
        stream.deliverToTheEnd(new Block(run.id(), 0, 10));
        assertThat(run.report().status()).isEqualTo(RerunStatus.COMPLETED);
    }

    private void move(Rerun run, RerunStatus status) {
        store().transaction(tx -> {
            tx.runs().lock(run.id());
            tx.runs().moveTo(run.id(), status, null);
            return true;
        });
    }

    @Test
    void aLaneThatAnotherWorkerHoldsIsBusyAndKeepsNobodyWaiting() {
        Assumptions.assumeTrue(kind != TestStore.IN_MEMORY, "transactions in memory come one after the other");
        Rerun run = start();
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        logic.script("2", (contract, entry, context) -> {
            inside.countDown();
            await(released);
            return ScriptedLogic.usual(contract, entry);
        });
        CompletableFuture<BlockAnswer> holder =
                CompletableFuture.supplyAsync(() -> stream.deliver(new Block(run.id(), 0, 3)));
        await(inside);

        try {
            assertThat(CompletableFuture.supplyAsync(() -> stream.deliver(new Block(run.id(), 0, 6))))
                    .succeedsWithin(Duration.ofSeconds(20))
                    .isEqualTo(BlockAnswer.BUSY);
        } finally {
            released.countDown();
        }

        assertThat(holder.join()).isEqualTo(BlockAnswer.DONE);
        stream.deliverToTheEnd(new Block(run.id(), 0, 10));
        assertThat(run.report().itemsCreated()).isEqualTo(10);
    }

    @Test
    void aLaneThatMovedSinceItWasSeenIsWorkedFromWhereItIs() {
        InterposedStore interposed = new InterposedStore(store());
        messages.close();
        messages = open(
                builder().store(interposed).stream(stream).workers(1).lanes(1).batchSize(3));
        Rerun run = start();
        AtomicReference<BlockAnswer> other = new AtomicReference<>();
        // A worker looks at the lane before it locks it; between the two another one works on it.
        interposed.afterNextTransaction(() -> other.set(stream.deliver(new Block(run.id(), 0, 3))));

        assertThat(stream.deliver(new Block(run.id(), 0, 6))).isEqualTo(BlockAnswer.DONE);

        assertThat(other).hasValue(BlockAnswer.DONE);
        assertThat(run.report().done()).isEqualTo(6);
        assertThat(run.report().itemsCreated()).isEqualTo(6);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
