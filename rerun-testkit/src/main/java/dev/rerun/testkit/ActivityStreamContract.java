package dev.rerun.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.rerun.core.spi.ActivityStream;
import dev.rerun.core.spi.Block;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Tests of the promises T1 to T6 of {@link ActivityStream}. The worker that they subscribe moves watermarks on a board in
 * memory, in steps, so it sees whether a stream delivers blocks, takes lanes from the store, or both.
 *
 * <p>A stream that spreads lanes over partitions needs at least three of them.
 */
public interface ActivityStreamContract {
    /** A run that is worked on. */
    long RUN = 100_001;

    /** Another one. */
    long OTHER = 100_002;

    /**
     * Supplies a stream that nothing was published to. Called once or twice in each test, which closes it.
     *
     * @return the stream
     */
    ActivityStream newStream();

    /**
     * Supplies a further stream that shares what is published with the last one of {@link #newStream()}, as another process
     * has it. The test closes it.
     *
     * @return the stream
     */
    ActivityStream newPeer();

    /**
     * How long a test waits for what must happen, before it fails.
     *
     * @return 30 seconds, unless an implementation says otherwise
     */
    default Duration patience() {
        return Duration.ofSeconds(30);
    }

    /** T1. */
    @Test
    @DisplayName("T1 a stream that can be published to says that it is ready")
    default void isReady() {
        try (ActivityStream stream = newStream()) {
            assertThatCode(stream::checkReady).doesNotThrowAnyException();
        }
    }

    /** T1. */
    @Test
    @DisplayName("T1 what is published after subscribing is worked on to its end")
    default void worksOnWhatIsPublishedLater() {
        LaneBoard board = new LaneBoard(patience());
        try (ActivityStream stream = newStream()) {
            stream.subscribe(2, board);
            stream.publish(board.lanes(RUN, 8, 10));
            board.awaitDone(RUN);
            stream.publish(board.lanes(OTHER, 8, 10));
            board.awaitDone(OTHER);
        }
    }

    /** T1. */
    @Test
    @DisplayName("T1 what was published before subscribing is worked on to its end")
    default void worksOnWhatWasPublishedBefore() {
        LaneBoard board = new LaneBoard(patience());
        try (ActivityStream stream = newStream()) {
            stream.publish(board.lanes(RUN, 8, 10));
            stream.subscribe(2, board);
            board.awaitDone(RUN);
        }
    }

    /** T1. */
    @Test
    @DisplayName("T1 each of a lane's blocks is worked on, however many there are")
    default void worksOnEveryBlock() {
        LaneBoard board = new LaneBoard(patience());
        List<Block> blocks = new ArrayList<>();
        board.lanes(RUN, 3, 600);
        for (int lane = 0; lane < 3; lane++) {
            for (long upTo = 6; upTo <= 600; upTo += 6) {
                blocks.add(new Block(RUN, lane, upTo));
            }
        }
        try (ActivityStream stream = newStream()) {
            stream.publish(blocks);
            stream.subscribe(2, board);
            board.awaitDone(RUN);
        }
    }

    /** T1. */
    @Test
    @DisplayName("T1 a message that comes twice does no harm")
    default void toleratesDuplicates() {
        LaneBoard board = new LaneBoard(patience());
        try (ActivityStream stream = newStream()) {
            stream.subscribe(2, board);
            List<Block> blocks = board.lanes(RUN, 4, 10);
            stream.publish(blocks);
            stream.publish(blocks);
            board.awaitDone(RUN);
            stream.publish(blocks);
            stream.publish(board.lanes(OTHER, 4, 10));
            board.awaitDone(OTHER);
        }
    }

    /** T1. */
    @Test
    @DisplayName("T1 a block that is dropped is acknowledged, and holds up none behind it")
    default void dropsBlocksOfUnknownRuns() {
        LaneBoard board = new LaneBoard(patience());
        List<Block> unknown = new ArrayList<>();
        for (int lane = 0; lane < 64; lane++) {
            unknown.add(new Block(OTHER, lane, 10));
        }
        try (ActivityStream stream = newStream()) {
            stream.publish(unknown);
            stream.publish(board.lanes(RUN, 64, 3));
            stream.subscribe(1, board);
            board.awaitDone(RUN);
            board.expectFewDrops(10L * unknown.size());
        }
    }

    /** T1. */
    @Test
    @DisplayName("T1 publishing nothing does nothing")
    default void publishesNothing() {
        LaneBoard board = new LaneBoard(patience());
        try (ActivityStream stream = newStream()) {
            stream.publish(List.of());
            stream.subscribe(1, board);
            stream.publish(List.of());
            stream.publish(board.lanes(RUN, 1, 3));
            board.awaitDone(RUN);
        }
    }

    /** T2. */
    @Test
    @DisplayName("T2 a run that waits holds up no other, and is worked on when its wait is over, without further calls")
    default void offersWaitingBlocksAgain() {
        LaneBoard board = new LaneBoard(patience());
        try (ActivityStream stream = newStream()) {
            board.hold(RUN);
            stream.publish(board.lanes(RUN, 16, 5));
            stream.subscribe(1, board);
            stream.publish(board.lanes(OTHER, 16, 5));
            board.awaitDone(OTHER);
            board.expectUntouched(RUN);
            board.resume(RUN);
            board.awaitDone(RUN);
        }
    }

    /** T2. */
    @Test
    @DisplayName("T2 a run may wait more than once, also in the middle of a lane")
    default void waitsMoreThanOnce() {
        LaneBoard board = new LaneBoard(patience());
        try (ActivityStream stream = newStream()) {
            stream.subscribe(2, board);
            stream.publish(board.lanes(RUN, 4, 400));
            for (int pause = 1; pause <= 3; pause++) {
                board.awaitCalls(pause * 20L);
                board.hold(RUN);
                stream.publish(board.lanes(OTHER + pause, 4, 5));
                board.awaitDone(OTHER + pause);
                board.resume(RUN);
            }
            board.awaitDone(RUN);
        }
    }

    /** T2. */
    @Test
    @DisplayName(
            "T2 a lane that another worker holds, holds up no other lane of its run, and is worked on when it is free")
    default void offersBusyLanesAgain() {
        LaneBoard board = new LaneBoard(patience());
        try (ActivityStream stream = newStream()) {
            List<Block> blocks = board.lanes(RUN, 16, 5);
            board.occupy(RUN, 0);
            board.occupy(RUN, 9);
            stream.publish(blocks);
            stream.subscribe(1, board);
            board.awaitDoneButForHeldLanes(RUN);
            board.vacate(RUN, 0);
            board.vacate(RUN, 9);
            board.awaitDone(RUN);
        }
    }

    /** T3. */
    @Test
    @DisplayName("T3 a worker that throws is asked again, by every thread, and no block is lost")
    default void outlivesExceptions() {
        LaneBoard board = new LaneBoard(patience());
        try (ActivityStream stream = newStream()) {
            board.failNext(6, () -> new IllegalStateException("thrown by the test on purpose"));
            stream.publish(board.lanes(RUN, 8, 5));
            stream.subscribe(3, board);
            board.awaitDone(RUN);
            board.awaitFailures(6);
        }
    }

    /** T3. */
    @Test
    @DisplayName("T3 a worker that throws an error is asked again")
    default void outlivesErrors() {
        LaneBoard board = new LaneBoard(patience());
        try (ActivityStream stream = newStream()) {
            stream.subscribe(1, board);
            board.failNext(2, () -> new LinkageError("thrown by the test on purpose"));
            stream.publish(board.lanes(RUN, 2, 5));
            board.awaitDone(RUN);
            board.awaitFailures(2);
        }
    }

    /** T4. */
    @Test
    @DisplayName("T4 closing waits for the calls under way, and none begins after it")
    default void closesAfterCurrentCalls() {
        LaneBoard board = new LaneBoard(patience());
        ActivityStream stream = newStream();
        stream.subscribe(2, board);
        board.shut();
        stream.publish(board.lanes(RUN, 64, 1000));
        board.awaitInside(2);
        CompletableFuture<Boolean> closed = new CompletableFuture<>();
        Thread closer = new Thread(
                () -> {
                    stream.close();
                    closed.complete(board.inside() == 0);
                },
                "contract-test-closer");
        closer.setDaemon(true);
        closer.start();
        board.expectNobodyNew(2);
        assertThat(closed).as("close returned while workers were called").isNotDone();
        board.open();
        assertThat(board.get(closed)).as("nobody is inside when close returns").isTrue();
        board.expectNoCall();
    }

    /** T4. */
    @Test
    @DisplayName("T4 closing leaves no thread, whether idle, busy or waiting")
    default void leavesNoThread() {
        try (ActivityStream warm = newStream()) {
            LaneBoard board = new LaneBoard(patience());
            warm.subscribe(1, board);
            warm.publish(board.lanes(RUN, 1, 1));
            board.awaitDone(RUN);
        }
        Set<Thread> before = LaneBoard.threads();
        LaneBoard board = new LaneBoard(patience());
        ActivityStream stream = newStream();
        stream.subscribe(3, board);
        board.hold(OTHER);
        stream.publish(board.lanes(OTHER, 8, 5));
        stream.publish(board.lanes(RUN, 8, 5));
        board.awaitDone(RUN);
        stream.close();
        board.awaitThreadsGone(before);
        board.resume(OTHER);
        board.expectNoCall();
    }

    /** T4. */
    @Test
    @DisplayName("T4 a stream can be closed twice, and without having been subscribed to")
    default void closesTwice() {
        ActivityStream stream = newStream();
        stream.publish(new LaneBoard(patience()).lanes(RUN, 1, 1));
        stream.close();
        stream.close();
        ActivityStream second = newStream();
        LaneBoard board = new LaneBoard(patience());
        second.subscribe(1, board);
        second.close();
        second.close();
        board.expectNoCall();
    }

    /** T5. */
    @Test
    @DisplayName("T5 as many calls as workers run at the same time, and no more")
    default void runsAsManyAsAskedFor() {
        LaneBoard board = new LaneBoard(patience());
        ActivityStream stream = newStream();
        try {
            board.shut();
            stream.publish(board.lanes(RUN, 64, 3));
            stream.subscribe(3, board);
            board.awaitInside(3);
            board.expectNobodyNew(3);
            board.open();
            board.awaitDone(RUN);
            assertThat(board.most()).isEqualTo(3);
        } finally {
            board.open();
            stream.close();
        }
    }

    /** T5. */
    @Test
    @DisplayName("T5 one worker works on one lane at a time")
    default void runsOneAtATime() {
        LaneBoard board = new LaneBoard(patience());
        ActivityStream stream = newStream();
        try {
            board.shut();
            stream.publish(board.lanes(RUN, 64, 3));
            stream.subscribe(1, board);
            board.awaitInside(1);
            board.expectNobodyNew(1);
            board.open();
            board.awaitDone(RUN);
            assertThat(board.most()).isEqualTo(1);
        } finally {
            board.open();
            stream.close();
        }
    }

    /** T6. */
    @Test
    @DisplayName("T6 what a stream leaves when it closes is worked on by another one")
    default void leavesItsWorkToOthers() {
        LaneBoard board = new LaneBoard(patience());
        ActivityStream first = newStream();
        try (ActivityStream second = newPeer()) {
            first.subscribe(2, board);
            first.publish(board.lanes(RUN, 24, 60));
            board.awaitCalls(40);
            board.hold(RUN);
            second.subscribe(2, board);
            first.close();
            board.resume(RUN);
            board.awaitDone(RUN);
        }
        board.expectSequence(RUN);
    }

    /** T6. */
    @Test
    @DisplayName("T6 a stream works on what another one published")
    default void worksOnWhatOthersPublish() {
        LaneBoard board = new LaneBoard(patience());
        try (ActivityStream first = newStream();
                ActivityStream second = newPeer()) {
            first.publish(board.lanes(RUN, 8, 10));
            second.subscribe(2, board);
            board.awaitDone(RUN);
            first.publish(board.lanes(OTHER, 8, 10));
            board.awaitDone(OTHER);
        }
    }

    /** T6. */
    @Test
    @DisplayName("T6 while streams come and go, the numbers of each lane are worked on in sequence, and each once")
    default void keepsTheSequenceWhileStreamsComeAndGo() {
        LaneBoard board = new LaneBoard(patience());
        board.slowDown();
        Deque<ActivityStream> streams = new ArrayDeque<>();
        try {
            streams.add(newStream());
            streams.element().publish(board.lanes(RUN, 24, 150));
            streams.element().subscribe(2, board);
            for (int change = 1; change <= 4; change++) {
                board.awaitCalls(change * 200L);
                ActivityStream joining = newPeer();
                streams.add(joining);
                joining.subscribe(2, board);
                if (change % 2 == 0) {
                    streams.remove().close();
                }
            }
            board.awaitDone(RUN);
            board.expectSequence(RUN);
        } finally {
            streams.forEach(ActivityStream::close);
        }
    }
}
