package dev.rerun.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.rerun.core.spi.Block;
import dev.rerun.core.spi.BlockAnswer;
import dev.rerun.core.spi.LaneWorker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntPredicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** When the stream's workers work, rest and end. */
class InProcessStreamTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration NEVER = Duration.ofHours(1);
    private static final List<Block> BLOCKS = List.of(new Block(1, 0, 1));

    private final List<InProcessStream> streams = new ArrayList<>();
    private final List<Long> calls = Collections.synchronizedList(new ArrayList<>());
    private final List<Thread> threads = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void close() {
        streams.forEach(InProcessStream::close);
    }

    private InProcessStream polling(Duration pause) {
        InProcessStream stream = new InProcessStream(pause);
        streams.add(stream);
        return stream;
    }

    /** Work of which the predicate says, by the number of the call, whether there was any. */
    private LaneWorker worker(IntPredicate work) {
        return new LaneWorker() {
            @Override
            public BlockAnswer work(Block block) {
                throw new AssertionError("this stream has no messages");
            }

            @Override
            public boolean workAny() {
                threads.add(Thread.currentThread());
                calls.add(System.nanoTime());
                return work.test(calls.size());
            }
        };
    }

    private LaneWorker idle() {
        return worker(call -> false);
    }

    private void awaitCalls(int number) {
        Awaitility.await().atMost(LONG).pollInterval(Duration.ofMillis(2)).until(() -> calls.size() >= number);
    }

    /** Until the first worker has seen that there is nothing to do. */
    private void awaitRest() {
        awaitCalls(1);
        Awaitility.await()
                .atMost(LONG)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> threads.get(0).getState() == Thread.State.TIMED_WAITING);
    }

    @Test
    void workersGoOnWhileThereIsWork() {
        polling(NEVER).subscribe(1, worker(call -> call < 1000));

        awaitCalls(1000);
    }

    @Test
    void idleWorkersLookAgainAfterTheirPoll() {
        Duration poll = Duration.ofMillis(30);
        polling(poll).subscribe(1, idle());

        awaitCalls(3);
        assertThat(calls.get(2) - calls.get(0)).isGreaterThanOrEqualTo(poll.toNanos() * 2);
    }

    @Test
    void idleWorkersAreWokenByAPublicationAndLookOftenForAWhile() {
        InProcessStream stream = polling(NEVER);
        stream.subscribe(1, idle());
        awaitRest();
        Awaitility.await().during(Duration.ofMillis(50)).until(() -> calls.size() == 1);

        stream.publish(BLOCKS);

        awaitCalls(4);
        // Often, and yet with a rest in between.
        assertThat(calls.get(3) - calls.get(1))
                .isGreaterThanOrEqualTo(Duration.ofMillis(20).toNanos());
    }

    @Test
    void aPollThatIsShorterThanTheEagerOneIsKept() {
        InProcessStream stream = polling(Duration.ofNanos(1));
        stream.subscribe(1, idle());
        stream.publish(BLOCKS);

        long begin = System.nanoTime();
        awaitCalls(calls.size() + 2000);
        assertThat(System.nanoTime() - begin)
                .isLessThan(Duration.ofMillis(10).multipliedBy(1900).toNanos());
    }

    @Test
    void workersThatFailRestForTheirPollWhateverIsPublished() {
        Duration poll = Duration.ofMillis(60);
        InProcessStream stream = polling(poll);
        stream.publish(BLOCKS);
        stream.subscribe(1, worker(call -> {
            throw new IllegalStateException("out of order");
        }));
        awaitRest();

        stream.publish(BLOCKS);
        awaitCalls(3);

        assertThat(calls.get(1) - calls.get(0)).isGreaterThanOrEqualTo(poll.toNanos());
        assertThat(calls.get(2) - calls.get(1)).isGreaterThanOrEqualTo(poll.toNanos());
    }

    @Test
    void aFailureIsSaidOnceUntilAWorkerSucceeds() {
        Logger logger = (Logger) LoggerFactory.getLogger(InProcessStream.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        try {
            InProcessStream stream = polling(Duration.ofMillis(5));
            stream.subscribe(1, worker(call -> {
                if (call == 3) {
                    return true;
                }
                throw new AssertionError("out of order at call " + call);
            }));
            awaitCalls(6);
            stream.close();
        } finally {
            logger.detachAppender(lines);
        }

        assertThat(lines.list)
                .filteredOn(line -> line.getLevel() == Level.WARN)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "A worker failed and tries again every 5 ms until it succeeds",
                        "A worker failed and tries again every 5 ms until it succeeds");
    }

    @Test
    void aWorkerWhosePlugInLeftAnInterruptGoesOn() {
        InProcessStream stream = polling(Duration.ofMillis(5));
        stream.subscribe(1, worker(call -> {
            Thread.currentThread().interrupt();
            return false;
        }));

        awaitCalls(5);
    }

    @Test
    void closingWakesThoseWhoRest() {
        InProcessStream stream = polling(NEVER);
        stream.subscribe(2, idle());
        awaitCalls(2);

        stream.close();

        assertThat(threads).hasSize(2).noneMatch(Thread::isAlive).allMatch(Thread::isDaemon);
        assertThat(threads).extracting(Thread::getName).containsExactlyInAnyOrder("rerun-worker-1", "rerun-worker-2");
    }

    @Test
    void closingWaitsForTheBatchThatIsUnderWayAlsoWhenInterrupted() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        InProcessStream stream = polling(NEVER);
        stream.subscribe(1, worker(call -> {
            await(released);
            return true;
        }));
        awaitCalls(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        Thread closing = new Thread(() -> {
            stream.close();
            interrupted.set(Thread.currentThread().isInterrupted());
        });
        closing.start();
        closing.interrupt();
        Awaitility.await()
                .atMost(LONG)
                .until(() -> closing.getState() == Thread.State.WAITING && !closing.isInterrupted());
        assertThat(threads.get(0).isAlive()).isTrue();
        released.countDown();
        closing.join(LONG.toMillis());

        assertThat(interrupted).isTrue();
        assertThat(calls).hasSize(1);
        assertThat(threads.get(0).isAlive()).isFalse();
    }

    @Test
    void whoClosesUninterruptedStaysSo() {
        InProcessStream stream = polling(NEVER);
        stream.subscribe(1, idle());
        awaitCalls(1);

        stream.close();

        assertThat(Thread.interrupted()).isFalse();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aWorkerMayCloseItsStream() {
        InProcessStream stream = polling(NEVER);
        CountDownLatch closed = new CountDownLatch(1);
        stream.subscribe(1, worker(call -> {
            stream.close();
            closed.countDown();
            return true;
        }));

        await(closed);
    }

    @Test
    void hasItsWorkersOnceAndNoneOnceItIsClosed() {
        InProcessStream stream = polling(NEVER);
        stream.subscribe(1, idle());
        assertThatIllegalStateException()
                .isThrownBy(() -> stream.subscribe(1, idle()))
                .withMessageContaining("make another one");
        InProcessStream closed = polling(NEVER);
        closed.close();
        assertThatIllegalStateException().isThrownBy(() -> closed.subscribe(1, idle()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S"})
    void isNotPolledWithoutAPause(Duration poll) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new InProcessStream(poll))
                .withMessageContaining("poll interval " + poll)
                .withMessageContaining("give a positive one");
    }
}
