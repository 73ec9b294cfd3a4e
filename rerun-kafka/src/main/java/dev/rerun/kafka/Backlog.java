package dev.rerun.kafka;

import dev.rerun.core.spi.Block;
import dev.rerun.core.spi.BlockAnswer;
import dev.rerun.kafka.Rotation.Pauses;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What was read and is not done: hands out blocks, each lane's to one worker at a time, and knows how far each partition may be
 * acknowledged. Safe for all threads.
 */
final class Backlog {
    private static final Pauses BUSY = new Pauses(Duration.ofMillis(10), Duration.ofMillis(500));
    private static final Pauses FAILING = new Pauses(Duration.ofMillis(100), Duration.ofSeconds(5));

    private static final long NOTHING_READ = -1;

    private final LongSupplier nanoClock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<Integer, Shelf> shelves = new HashMap<>();
    private final Rotation rotation = new Rotation();
    private long dropped;
    private boolean closed;

    Backlog(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** A partition: its lanes that are not done, and the offset behind the last message that was read. */
    private static final class Shelf {
        private final Map<LaneId, HeldLane> lanes = new HashMap<>();
        private long next = NOTHING_READ;

        /** The offset before which all is done; {@link #NOTHING_READ} if that is as it was when it was assigned. */
        long acknowledged() {
            return lanes.values().stream()
                    .mapToLong(HeldLane::firstOffset)
                    .min()
                    .orElse(next);
        }
    }

    private record LaneId(long rerunId, int number) {}

    /** A block to be worked on; to be answered once. */
    record Task(HeldLane lane, Block block) {}

    /** Begins to hold a partition. */
    void assign(int partition) {
        revoke(Set.of(partition));
        locked(() -> shelves.put(partition, new Shelf()));
    }

    /** Forgets partitions. Work on their blocks that is under way goes on, and what is said of it counts for nothing. */
    void revoke(Collection<Integer> partitions) {
        locked(() -> {
            for (int partition : partitions) {
                Shelf shelf = shelves.remove(partition);
                if (shelf != null) {
                    shelf.lanes.values().forEach(rotation::remove);
                }
            }
        });
    }

    /** Takes a block that was read. */
    void offer(int partition, long offset, Block block) {
        locked(() -> {
            Shelf shelf = passed(partition, offset);
            if (shelf == null) {
                return;
            }
            HeldLane lane = shelf.lanes.get(new LaneId(block.rerunId(), block.lane()));
            if (lane == null) {
                lane = new HeldLane(partition, block.rerunId(), block.lane());
                shelf.lanes.put(new LaneId(block.rerunId(), block.lane()), lane);
                rotation.add(lane);
            }
            lane.add(offset, block);
        });
    }

    /** Passes over a message that is no block. */
    void skip(int partition, long offset) {
        locked(() -> passed(partition, offset));
    }

    private @Nullable Shelf passed(int partition, long offset) {
        Shelf shelf = shelves.get(partition);
        if (shelf != null) {
            shelf.next = offset + 1;
        }
        return shelf;
    }

    /** Waits for a block to work on; null when this is closed. */
    @Nullable
    Task take() {
        lock.lock();
        try {
            while (!closed) {
                HeldLane lane = rotation.next(nanoClock.getAsLong());
                if (lane != null) {
                    return new Task(lane, lane.first());
                }
                await();
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** Takes what a worker says of a block. */
    void answer(Task task, BlockAnswer answer) {
        ofHeld(task, lane -> {
            switch (answer) {
                case DONE -> {
                    rotation.goesOn(lane);
                    lane.succeeded();
                    lane.reached(task.block().upTo());
                    if (lane.isDone()) {
                        remove(lane);
                    } else {
                        rotation.again(lane);
                    }
                }
                case MORE -> {
                    rotation.goesOn(lane);
                    lane.succeeded();
                    rotation.again(lane);
                }
                case BUSY -> {
                    rotation.goesOn(lane);
                    rotation.againLater(lane, BUSY, nanoClock.getAsLong());
                }
                case WAIT -> {
                    rotation.again(lane);
                    rotation.holdUp(lane, nanoClock.getAsLong());
                }
                case DROP ->
                    rotation.ofSameRun(lane).forEach(each -> {
                        dropped += each.messages();
                        remove(each);
                    });
            }
        });
    }

    /** Takes note that a worker threw; the block is handed out again. */
    void failed(Task task) {
        ofHeld(task, lane -> rotation.againLater(lane, FAILING, nanoClock.getAsLong()));
    }

    /** The offsets, by partition, before which all is done; without those of which nothing was read. */
    Map<Integer, Long> acknowledged() {
        lock.lock();
        try {
            Map<Integer, Long> offsets = new HashMap<>();
            shelves.forEach((partition, shelf) -> {
                if (shelf.acknowledged() != NOTHING_READ) {
                    offsets.put(partition, shelf.acknowledged());
                }
            });
            return offsets;
        } finally {
            lock.unlock();
        }
    }

    /** How many lanes are held. */
    int lanes() {
        lock.lock();
        try {
            return shelves.values().stream()
                    .mapToInt(shelf -> shelf.lanes.size())
                    .sum();
        } finally {
            lock.unlock();
        }
    }

    /** How many messages were dropped because their run is over or unknown. */
    long dropped() {
        lock.lock();
        try {
            return dropped;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the waiting of all who take. */
    void close() {
        locked(() -> closed = true);
    }

    private interface Change {
        void of(HeldLane lane);
    }

    private void ofHeld(Task task, Change change) {
        locked(() -> {
            if (!task.lane().isGone()) {
                change.of(task.lane());
            }
        });
    }

    private void remove(HeldLane lane) {
        rotation.remove(lane);
        Shelf shelf = shelves.get(lane.partition());
        if (shelf != null) {
            shelf.lanes.remove(new LaneId(lane.rerunId(), lane.number()));
        }
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @SuppressWarnings("WaitNotInLoop") // its caller has the loop
    private void await() {
        OptionalLong due = rotation.dueNanos();
        try {
            if (due.isEmpty()) {
                changed.await();
            } else {
                long unused = changed.awaitNanos(due.getAsLong() - nanoClock.getAsLong());
            }
        } catch (
                @SuppressWarnings("unused")
                InterruptedException e) {
            // Nobody but logic in this thread can have asked for it, and the stream ends by close alone.
            boolean unused = Thread.interrupted();
        }
    }
}
