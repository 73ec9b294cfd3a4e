package dev.rerun.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rerun.core.spi.Block;
import dev.rerun.core.spi.BlockAnswer;
import dev.rerun.kafka.Backlog.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class BacklogTest {
    private static final long RUN = 1;
    private static final long OTHER = 2;

    private final SettableNanos clock = new SettableNanos(Long.MAX_VALUE / 2);
    private final Backlog backlog = new Backlog(clock);
    private long offset;

    @BeforeEach
    void assign() {
        backlog.assign(0);
        backlog.assign(1);
    }

    @Nested
    class Taking {
        @Test
        void servesASmallRunEverySecondTimeHoweverMuchIsInFrontOfIt() {
            for (int block = 0; block < 10_000; block++) {
                offer(0, new Block(RUN, block % 64, 1 + block / 64));
            }
            for (int block = 0; block < 10; block++) {
                offer(0, new Block(OTHER, block, 1));
            }

            List<Long> runs = takenWith(BlockAnswer.DONE, 30);

            assertThat(runs.subList(0, 20)).isEqualTo(repeated(10, RUN, OTHER));
            assertThat(runs.subList(20, 30)).isEqualTo(repeated(10, RUN));
        }

        @Test
        void handsOutALaneToOneAtATime() {
            offer(0, new Block(RUN, 0, 1));
            offer(0, new Block(RUN, 0, 2));
            Task first = take();
            offer(0, new Block(RUN, 0, 3));
            offer(0, new Block(OTHER, 0, 9));

            assertThat(take().block()).isEqualTo(new Block(OTHER, 0, 9));
            CompletableFuture<Task> second = takeOnAThread();
            backlog.answer(first, BlockAnswer.DONE);

            assertThat(second.join().block()).isEqualTo(new Block(RUN, 0, 2));
        }

        @Test
        void waitsForWhatIsOffered() {
            CompletableFuture<Task> taken = takeOnAThread();
            offer(0, new Block(RUN, 0, 1));
            assertThat(taken.join().block()).isEqualTo(new Block(RUN, 0, 1));
        }

        @Test
        void passesOverBlocksOfPartitionsThatAreNotHeld() {
            backlog.offer(7, 0, new Block(RUN, 0, 1));
            assertThat(backlog.lanes()).isZero();
            assertThat(backlog.acknowledged()).isEmpty();
        }

        @Test
        void endsWhenClosed() {
            offer(0, new Block(RUN, 0, 1));
            backlog.answer(take(), BlockAnswer.WAIT);
            List<Thread> takers = IntStream.range(0, 3)
                    .mapToObj(number ->
                            new Thread(() -> assertThat(backlog.take()).isNull(), "taker"))
                    .toList();
            takers.forEach(Thread::start);
            takers.forEach(BacklogTest::awaitWaiting);

            backlog.close();

            takers.forEach(Threads::join);
            offer(0, new Block(OTHER, 0, 1));
            assertThat(backlog.take()).as("nothing is handed out any more").isNull();
        }

        @Test
        void goesOnWhenInterrupted() {
            CompletableFuture<Task> taken = new CompletableFuture<>();
            Thread taker = new Thread(() -> taken.complete(take()), "taker");
            taker.start();
            awaitWaiting(taker);
            taker.interrupt();
            await().until(() -> !taker.isInterrupted());
            awaitWaiting(taker);

            offer(0, new Block(RUN, 0, 1));

            assertThat(taken.join().block()).isEqualTo(new Block(RUN, 0, 1));
        }
    }

    @Nested
    class Answers {
        @Test
        void waitHoldsUpAllOfTheRun() {
            offer(0, new Block(RUN, 0, 1));
            offer(1, new Block(RUN, 1, 1));
            offer(0, new Block(OTHER, 0, 1));
            backlog.answer(take(), BlockAnswer.WAIT);
            offer(1, new Block(RUN, 2, 1));

            Task task = heldUpFor(Duration.ofMillis(10), block -> block.rerunId() == RUN);
            assertThat(task.block().rerunId()).isEqualTo(RUN);
        }

        @Test
        void waitPausesLongerEachTimeAndShortAfterProgress() {
            offer(0, new Block(RUN, 0, 1));
            offer(0, new Block(OTHER, 0, 1));
            Task task = take();
            for (int millis : new int[] {10, 20, 40, 80, 160, 320, 500, 500}) {
                backlog.answer(task, BlockAnswer.WAIT);
                task = heldUpFor(Duration.ofMillis(millis), block -> block.rerunId() == RUN);
            }
            for (BlockAnswer progress : List.of(BlockAnswer.MORE, BlockAnswer.BUSY)) {
                backlog.answer(task, progress);
                clock.advance(Duration.ofSeconds(5));
                backlog.answer(takeOf(block -> block.rerunId() == RUN), BlockAnswer.WAIT);
                task = heldUpFor(Duration.ofMillis(10), block -> block.rerunId() == RUN);
            }
        }

        @Test
        void busyHoldsUpTheLaneAndOnlyIt() {
            offer(0, new Block(RUN, 0, 1));
            offer(0, new Block(RUN, 1, 2));
            Task task = take();
            for (int millis : new int[] {10, 20, 40, 80, 160, 320, 500, 500}) {
                backlog.answer(task, BlockAnswer.BUSY);
                task = heldUpFor(Duration.ofMillis(millis), block -> block.lane() == 0);
            }
            backlog.answer(task, BlockAnswer.MORE);
            backlog.answer(takeOf(block -> block.lane() == 0), BlockAnswer.BUSY);
            task = heldUpFor(Duration.ofMillis(10), block -> block.lane() == 0);
            assertThat(task.block()).isEqualTo(new Block(RUN, 0, 1));
        }

        @Test
        void aFailureHoldsUpTheLaneAndOnlyIt() {
            offer(0, new Block(RUN, 0, 1));
            offer(0, new Block(RUN, 1, 2));
            Task task = take();
            for (int millis : new int[] {100, 200, 400, 800, 1600, 3200, 5000, 5000}) {
                backlog.failed(task);
                task = heldUpFor(Duration.ofMillis(millis), block -> block.lane() == 0);
            }
            assertThat(task.block()).isEqualTo(new Block(RUN, 0, 1));
        }

        @Test
        void moreOffersTheSameBlockAgain() {
            offer(0, new Block(RUN, 0, 5));
            backlog.answer(take(), BlockAnswer.MORE);
            assertThat(take().block()).isEqualTo(new Block(RUN, 0, 5));
            assertThat(backlog.acknowledged()).isEqualTo(Map.of(0, 0L));
        }

        @Test
        void doneLetsGoOfDuplicatesAndLowerNumbersToo() {
            offer(0, new Block(RUN, 0, 5));
            offer(0, new Block(RUN, 0, 5));
            offer(0, new Block(RUN, 0, 3));
            offer(0, new Block(RUN, 0, 6));
            backlog.answer(take(), BlockAnswer.DONE);

            assertThat(backlog.acknowledged()).isEqualTo(Map.of(0, 3L));
            backlog.answer(take(), BlockAnswer.DONE);
            assertThat(backlog.acknowledged()).isEqualTo(Map.of(0, 4L));
            assertThat(backlog.lanes()).isZero();
        }

        @Test
        void dropLetsGoOfAllBlocksOfTheRunInAllPartitionsAndCountsThem() {
            offer(0, new Block(RUN, 0, 1));
            offer(0, new Block(RUN, 0, 2));
            offer(1, new Block(RUN, 1, 1));
            offer(0, new Block(OTHER, 0, 1));
            Task first = take();
            Task other = take();
            Task second = take();
            offer(1, new Block(RUN, 2, 1));

            backlog.answer(first, BlockAnswer.DROP);

            assertThat(backlog.dropped()).isEqualTo(4);
            assertThat(backlog.lanes()).isEqualTo(1);
            assertThat(backlog.acknowledged()).isEqualTo(Map.of(0, 3L, 1, 5L));
            backlog.answer(second, BlockAnswer.DROP);
            assertThat(backlog.dropped())
                    .as("what is gone is not counted again")
                    .isEqualTo(4);
            backlog.answer(other, BlockAnswer.MORE);
            assertThat(takenWith(BlockAnswer.MORE, 3)).containsOnly(OTHER);
        }

        @Test
        void aRunThatWasDroppedIsAskedForAgainWhenMoreOfItComes() {
            offer(0, new Block(RUN, 0, 1));
            backlog.answer(take(), BlockAnswer.DROP);
            offer(0, new Block(RUN, 0, 1));
            assertThat(take().block()).isEqualTo(new Block(RUN, 0, 1));
        }
    }

    /** Offsets go up over both partitions, as if each message of the other were a gap. */
    private void offer(int partition, Block block) {
        backlog.offer(partition, offset++, block);
    }

    private Task take() {
        return Objects.requireNonNull(backlog.take());
    }

    private CompletableFuture<Task> takeOnAThread() {
        CompletableFuture<Task> taken = new CompletableFuture<>();
        Thread taker = new Thread(() -> taken.complete(take()), "taker");
        taker.start();
        awaitWaiting(taker);
        return taken;
    }

    private static void awaitWaiting(Thread thread) {
        await().until(() ->
                thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING);
    }

    private List<Long> takenWith(BlockAnswer answer, int times) {
        List<Long> runs = new ArrayList<>();
        for (int time = 0; time < times; time++) {
            Task task = take();
            runs.add(task.block().rerunId());
            backlog.answer(task, answer);
        }
        return runs;
    }

    /** The first that matches; of others, there is always more. */
    private Task takeOf(Predicate<Block> wanted) {
        Task task = take();
        while (!wanted.test(task.block())) {
            backlog.answer(task, BlockAnswer.MORE);
            task = take();
        }
        return task;
    }

    /** Checks that only others are handed out until a pause is over, and takes what was held up when it is. */
    private Task heldUpFor(Duration pause, Predicate<Block> heldUp) {
        clock.advance(pause.minusNanos(1));
        for (int time = 0; time < 3; time++) {
            Task task = take();
            assertThat(task.block()).as("before " + pause).matches(heldUp.negate());
            backlog.answer(task, BlockAnswer.MORE);
        }
        clock.advance(Duration.ofNanos(1));
        Task task = take();
        if (!heldUp.test(task.block())) {
            backlog.answer(task, BlockAnswer.MORE);
            task = take();
        }
        assertThat(task.block()).as("after " + pause).matches(heldUp);
        return task;
    }

    private static List<Long> repeated(int times, Long... runs) {
        return Collections.nCopies(times, List.of(runs)).stream()
                .flatMap(List::stream)
                .toList();
    }
}
