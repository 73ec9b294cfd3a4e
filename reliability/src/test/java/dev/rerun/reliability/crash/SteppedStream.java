package dev.rerun.reliability.crash;

import dev.rerun.core.spi.ActivityStream;
import dev.rerun.core.spi.Block;
import dev.rerun.core.spi.BlockAnswer;
import dev.rerun.core.spi.LaneWorker;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

/**
 * A stream over Kafka with a step before and one after each call of it and of its worker. So that the steps come in the same
 * order each time, the worker works on the blocks in the order in which they were published, and on none before the reader, which is a
 * thread of its own, has acknowledged the one before.
 */
final class SteppedStream implements ActivityStream {
    /** The reader acknowledges something, be it that nothing is done yet. */
    private static final String ACKNOWLEDGED = "after Consumer OFFSET_COMMIT";

    /** The reader begins to read. */
    private static final String BEGINNING = "after Consumer LIST_OFFSETS";

    private final ActivityStream real;
    private final Steps steps;
    private final Deque<Block> published = new ConcurrentLinkedDeque<>();
    private final Semaphore acknowledged = new Semaphore(0);
    private final CountDownLatch worked = new CountDownLatch(1);
    private final Semaphore closing = new Semaphore(0);

    /** The blocks are those that are in the topic. */
    SteppedStream(ActivityStream real, List<Block> blocks, Steps steps) {
        this.real = real;
        this.steps = steps;
        published.addAll(blocks);
    }

    @Override
    public void checkReady() {
        steps.take("before check of the stream");
        real.checkReady();
        steps.take("after check of the stream");
    }

    @Override
    public void publish(Iterable<Block> blocks) {
        steps.take("before publication");
        real.publish(blocks);
        blocks.forEach(published::add);
        steps.take("after publication");
    }

    @Override
    public void subscribe(int workers, LaneWorker worker) {
        steps.take("before subscription");
        real.subscribe(workers, new InTurns(worker));
    }

    @Override
    public void close() {
        steps.take("before close of the stream");
        closing.release();
        real.close();
        steps.take("after close of the stream");
    }

    /** Hears of each step of a client. */
    void heard(String step) {
        if (step.equals(ACKNOWLEDGED)) {
            acknowledged.release();
        } else if (step.equals(BEGINNING) && published.isEmpty()) {
            worked.countDown();
        }
    }

    /** Waits until all blocks were worked on, or, if there is none, until one would be read. */
    void awaitWork() throws InterruptedException {
        worked.await();
    }

    /** The worker. */
    private final class InTurns implements LaneWorker {
        private final LaneWorker worker;

        InTurns(LaneWorker worker) {
            this.worker = worker;
        }

        @Override
        public BlockAnswer work(Block block) {
            if (!isNext(block)) {
                return BlockAnswer.BUSY;
            }
            acknowledged.acquireUninterruptibly();
            steps.take("before work on a block");
            BlockAnswer answer = worker.work(block);
            steps.take("after work on a block: " + answer);
            if (answer == BlockAnswer.DROP) {
                published.clear();
            } else {
                published.remove();
            }
            if (published.isEmpty()) {
                worked.countDown();
                // Else the reader might acknowledge it before the close does.
                closing.acquireUninterruptibly();
            }
            return answer;
        }

        private boolean isNext(Block block) {
            Block next = published.peek();
            return next != null && next.lane() == block.lane() && next.upTo() == block.upTo();
        }

        @Override
        public boolean workAny() {
            return worker.workAny();
        }
    }
}
