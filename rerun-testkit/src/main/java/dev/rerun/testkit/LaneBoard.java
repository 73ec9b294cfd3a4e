package dev.rerun.testkit;

import dev.rerun.core.spi.Block;
import dev.rerun.core.spi.BlockAnswer;
import dev.rerun.core.spi.LaneWorker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the stream contract lets streams work on: lanes with watermarks, which each call moves by a few numbers. Calls
 * stay inside while the board is shut, before they move anything. As in a store, one call at a time has a lane.
 */
final class LaneBoard implements LaneWorker {
    private static final long STEP = 3;
    private static final Duration A_WHILE = Duration.ofMillis(2);

    private final Duration patience;
    private final Object monitor = new Object();
    private final Map<Long, List<BoardLane>> runs = new TreeMap<>();
    private final Set<Long> waiting = new HashSet<>();
    private @Nullable Supplier<Throwable> failure;
    private int failuresLeft;
    private long failed;
    private boolean shut;
    private boolean slow;
    private int inside;
    private int most;
    private long calls;
    private long worked;
    private long dropped;

    LaneBoard(Duration patience) {
        this.patience = patience;
    }

    /** Puts a run on the board, and answers one block for each of its lanes. */
    List<Block> lanes(long run, int lanes, long end) {
        List<Block> blocks = new ArrayList<>();
        List<BoardLane> made = new ArrayList<>();
        for (int number = 0; number < lanes; number++) {
            made.add(new BoardLane(end));
            blocks.add(new Block(run, number, end));
        }
        change(() -> runs.put(run, made));
        return blocks;
    }

    void hold(long run) {
        change(() -> waiting.add(run));
    }

    void resume(long run) {
        change(() -> waiting.remove(run));
    }

    /** Has a lane held by a worker that is not the streams'. */
    void occupy(long run, int lane) {
        change(() -> lane(run, lane).held = true);
    }

    void vacate(long run, int lane) {
        change(() -> lane(run, lane).held = false);
    }

    /** From now on a call keeps its lane for a moment, so that calls of several streams meet. */
    void slowDown() {
        change(() -> slow = true);
    }

    void failNext(int times, Supplier<Throwable> thrown) {
        change(() -> {
            failuresLeft = times;
            failure = thrown;
        });
    }

    /** From now on, who calls stays inside. */
    void shut() {
        change(() -> shut = true);
    }

    void open() {
        change(() -> shut = false);
    }

    @Override
    public BlockAnswer work(Block block) {
        enter();
        try {
            synchronized (monitor) {
                List<BoardLane> lanes = runs.get(block.rerunId());
                if (lanes == null) {
                    dropped++;
                    return BlockAnswer.DROP;
                }
                BoardLane lane = lanes.get(block.lane());
                if (waiting.contains(block.rerunId())) {
                    return BlockAnswer.WAIT;
                }
                if (lane.watermark < block.upTo()) {
                    if (lane.held) {
                        return BlockAnswer.BUSY;
                    }
                    move(lane);
                }
                return lane.watermark < block.upTo() ? BlockAnswer.MORE : BlockAnswer.DONE;
            }
        } finally {
            leave();
        }
    }

    @Override
    public boolean workAny() {
        synchronized (monitor) {
            if (free() == null) {
                calls++;
                return false;
            }
        }
        enter();
        try {
            synchronized (monitor) {
                BoardLane lane = free();
                if (lane != null) {
                    move(lane);
                }
                return lane != null;
            }
        } finally {
            leave();
        }
    }

    void awaitDone(long run) {
        await(
                () -> runs.getOrDefault(run, List.of()).stream().noneMatch(BoardLane::outstanding),
                "run " + run + " is done");
    }

    /** Waits until all lanes are done but those that are occupied. */
    void awaitDoneButForHeldLanes(long run) {
        await(
                () -> runs.getOrDefault(run, List.of()).stream().noneMatch(lane -> lane.outstanding() && !lane.held),
                "run " + run + " is done but for the lanes that are held");
    }

    /** Every lane's numbers came once and one after the other. */
    void expectSequence(long run) {
        synchronized (monitor) {
            for (BoardLane lane : runs.getOrDefault(run, List.of())) {
                long expected = 0;
                for (long number : lane.applied) {
                    expected++;
                    if (number != expected) {
                        throw new AssertionError("number " + number + " came in place of " + expected);
                    }
                }
                if (expected != lane.end) {
                    throw new AssertionError("a lane ended at " + expected + " in place of " + lane.end);
                }
            }
        }
    }

    /** Waits until so many calls in all have moved a lane. */
    void awaitCalls(long count) {
        await(() -> worked >= count, count + " calls have moved a lane");
    }

    void awaitFailures(long count) {
        await(() -> failed >= count, count + " calls have thrown");
    }

    void awaitInside(int count) {
        await(() -> inside >= count, count + " calls are under way at the same time");
    }

    int inside() {
        synchronized (monitor) {
            return inside;
        }
    }

    /** The most calls that ever were under way at the same time. */
    int most() {
        synchronized (monitor) {
            return most;
        }
    }

    void expectNobodyNew(int expected) {
        expectNot(() -> inside > expected, "more than " + expected + " calls are under way at the same time");
    }

    void expectNoCall() {
        long before;
        synchronized (monitor) {
            before = calls;
        }
        expectNot(() -> calls > before, "a worker was called after close had returned");
    }

    void expectFewDrops(long limit) {
        expectNot(() -> dropped > limit, "dropped blocks are offered again and again");
    }

    void expectUntouched(long run) {
        synchronized (monitor) {
            if (runs.getOrDefault(run, List.of()).stream().anyMatch(lane -> lane.watermark > 0)) {
                throw new AssertionError("run " + run + " was worked on while it waited");
            }
        }
    }

    static Set<Thread> threads() {
        return new HashSet<>(Thread.getAllStackTraces().keySet());
    }

    void awaitThreadsGone(Set<Thread> before) {
        for (Thread thread : threads()) {
            if (before.contains(thread) || thread.getName().startsWith("ForkJoinPool.commonPool")) {
                continue;
            }
            try {
                thread.join(patience.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted", e);
            }
            if (thread.isAlive()) {
                throw new AssertionError("thread '" + thread.getName() + "' is left after close had returned");
            }
        }
    }

    <T> T get(CompletableFuture<T> future) {
        try {
            return future.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("close has not returned after " + patience, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private void enter() {
        synchronized (monitor) {
            calls++;
            inside++;
            most = Math.max(most, inside);
            monitor.notifyAll();
            if (failuresLeft > 0 && failure != null) {
                failuresLeft--;
                failed++;
                inside--;
                Throwable thrown = failure.get();
                if (thrown instanceof Error error) {
                    throw error;
                }
                throw (RuntimeException) thrown;
            }
            awaitMonitor(() -> !shut, "the board is open");
        }
    }

    private void leave() {
        change(() -> inside--);
    }

    private void move(BoardLane lane) {
        long from = lane.watermark;
        if (slow) {
            lane.held = true;
            within(A_WHILE, () -> false);
            lane.held = false;
        }
        long to = Math.min(lane.end, from + STEP);
        for (long number = from + 1; number <= to; number++) {
            lane.applied.add(number);
        }
        lane.watermark = to;
        worked++;
        monitor.notifyAll();
    }

    private BoardLane lane(long run, int number) {
        return runs.getOrDefault(run, List.of()).get(number);
    }

    private @Nullable BoardLane free() {
        return runs.entrySet().stream()
                .filter(run -> !waiting.contains(run.getKey()))
                .flatMap(run -> run.getValue().stream())
                .filter(lane -> lane.outstanding() && !lane.held)
                .findFirst()
                .orElse(null);
    }

    private void change(Runnable change) {
        synchronized (monitor) {
            change.run();
            monitor.notifyAll();
        }
    }

    private void await(BooleanSupplier condition, String what) {
        synchronized (monitor) {
            awaitMonitor(condition, what);
        }
    }

    private void awaitMonitor(BooleanSupplier condition, String what) {
        if (!within(patience, condition)) {
            throw new AssertionError("after " + patience + " it is still not so that " + what);
        }
    }

    private void expectNot(BooleanSupplier mistake, String what) {
        synchronized (monitor) {
            if (within(Background.moment(patience), mistake)) {
                throw new AssertionError(what);
            }
        }
    }

    private boolean within(Duration atMost, BooleanSupplier condition) {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            try {
                monitor.wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while waiting", e);
            }
        }
        return true;
    }

    private static final class BoardLane {
        private final long end;
        private final List<Long> applied = new ArrayList<>();
        private long watermark;
        private boolean held;

        BoardLane(long end) {
            this.end = end;
        }

        boolean outstanding() {
            return watermark < end;
        }
    }
}
