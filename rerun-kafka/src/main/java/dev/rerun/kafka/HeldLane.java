package dev.rerun.kafka;

import dev.rerun.core.spi.Block;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;

/** A lane's blocks that were read from one partition and are not done. */
final class HeldLane {
    /** So many blocks are told apart; of more, neighbours count as one. */
    static final int MOST_BLOCKS = 1024;

    private final int partition;
    private final long rerunId;
    private final int number;
    private Deque<Read> blocks = new ArrayDeque<>();
    private Map<String, String> context = Map.of();
    private int tries;
    private boolean gone;

    HeldLane(int partition, long rerunId, int number) {
        this.partition = partition;
        this.rerunId = rerunId;
        this.number = number;
    }

    /** Messages that were read from an offset on, and are done when the lane has reached a number. */
    private record Read(long offset, long upTo, long messages) {}

    int partition() {
        return partition;
    }

    long rerunId() {
        return rerunId;
    }

    int number() {
        return number;
    }

    /** The blocks of a lane are of one run, so the newest context will do for all; one that was published again may have none. */
    void add(long offset, Block block) {
        if (!block.context().isEmpty()) {
            context = block.context();
        }
        blocks.add(new Read(offset, block.upTo(), 1));
        if (blocks.size() > MOST_BLOCKS) {
            thinOut();
        }
    }

    /** Makes one of each two neighbours. It is acknowledged a little later than it might be, and memory stays bounded. */
    private void thinOut() {
        Deque<Read> fewer = new ArrayDeque<>();
        Iterator<Read> all = blocks.iterator();
        while (all.hasNext()) {
            Read one = all.next();
            if (all.hasNext()) {
                Read other = all.next();
                one = new Read(one.offset(), Math.max(one.upTo(), other.upTo()), one.messages() + other.messages());
            }
            fewer.add(one);
        }
        blocks = fewer;
    }

    /** What is to be worked on first. */
    Block first() {
        return new Block(rerunId, number, blocks.element().upTo(), context);
    }

    /** The offset before which all of this lane is done. */
    long firstOffset() {
        return blocks.element().offset();
    }

    /** Lets go of all blocks at the head that the lane has reached. */
    void reached(long upTo) {
        while (!blocks.isEmpty() && blocks.element().upTo() <= upTo) {
            blocks.remove();
        }
    }

    boolean isDone() {
        return blocks.isEmpty();
    }

    /** How many messages are not done. */
    long messages() {
        return blocks.stream().mapToLong(Read::messages).sum();
    }

    /** Counts a try that came to nothing, and answers how many there were before. */
    int failedTries() {
        return tries++;
    }

    void succeeded() {
        tries = 0;
    }

    /** Marks it as no longer held: what a worker still says of it counts for nothing. */
    void letGo() {
        gone = true;
    }

    boolean isGone() {
        return gone;
    }
}
