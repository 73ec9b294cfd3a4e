package dev.rerun.testkit;

import dev.rerun.core.spi.ActivityStream;
import dev.rerun.core.spi.Block;
import dev.rerun.core.spi.BlockAnswer;
import dev.rerun.core.spi.LaneWorker;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;

/** A stream in memory, to try the stream contract on; each of its faults breaks one promise. */
final class QueueStream implements ActivityStream {
    enum Fault {
        LOSES_EVERY_SEVENTH_BLOCK,
        FORGETS_WHAT_CAME_BEFORE_SUBSCRIBE,
        TAKES_MORE_FOR_DONE,
        NEVER_ACKNOWLEDGES_DROPS,
        GIVES_UP_ON_WAIT,
        WAITS_AT_THE_HEAD_OF_THE_QUEUE,
        DIES_OF_EXCEPTIONS,
        DIES_OF_ERRORS,
        LOSES_THE_BLOCK_OF_AN_EXCEPTION,
        GOES_ON_AFTER_CLOSE,
        DOES_NOT_WAIT_ON_CLOSE,
        LEAVES_A_THREAD,
        STARTS_ONE_WORKER_TOO_MANY,
        STARTS_ONE_WORKER_ONLY,
        WAITS_FOR_BUSY_LANES,
        GIVES_UP_ON_BUSY,
        SHARES_NOTHING,
        TAKES_ITS_BLOCKS_ALONG
    }

    private static final long PAUSE_MILLIS = 10;

    private final Set<Fault> faults = EnumSet.noneOf(Fault.class);
    private final DelayQueue<Offer> offers;
    private final List<Thread> threads = new ArrayList<>();
    private long published;
    private volatile boolean closed;

    QueueStream(Fault... faults) {
        this(new DelayQueue<>(), List.of(faults));
    }

    private QueueStream(DelayQueue<Offer> offers, Collection<Fault> faults) {
        this.offers = offers;
        this.faults.addAll(faults);
    }

    /** Another stream on the same queue. */
    QueueStream peer() {
        return new QueueStream(faults.contains(Fault.SHARES_NOTHING) ? new DelayQueue<>() : offers, faults);
    }

    @Override
    public void checkReady() {}

    @Override
    public void publish(Iterable<Block> blocks) {
        for (Block block : blocks) {
            published++;
            boolean seventh = faults.contains(Fault.LOSES_EVERY_SEVENTH_BLOCK) && published % 7 == 0;
            boolean early = faults.contains(Fault.FORGETS_WHAT_CAME_BEFORE_SUBSCRIBE) && threads.isEmpty();
            if (!seventh && !early) {
                offers.add(new Offer(block, 0));
            }
        }
    }

    @Override
    public void subscribe(int workers, LaneWorker worker) {
        int count = faults.contains(Fault.STARTS_ONE_WORKER_ONLY)
                ? 1
                : faults.contains(Fault.STARTS_ONE_WORKER_TOO_MANY) ? workers + 1 : workers;
        for (int i = 0; i < count; i++) {
            Thread thread = new Thread(() -> run(worker), "queue-stream-" + i);
            thread.setDaemon(true);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
    }

    @Override
    public void close() {
        if (faults.contains(Fault.GOES_ON_AFTER_CLOSE)) {
            return;
        }
        closed = true;
        if (faults.contains(Fault.TAKES_ITS_BLOCKS_ALONG)) {
            offers.clear();
        }
        if (faults.contains(Fault.DOES_NOT_WAIT_ON_CLOSE)) {
            return;
        }
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        if (faults.contains(Fault.LEAVES_A_THREAD) && !threads.isEmpty()) {
            threads.clear();
            Thread left = new Thread(this::linger, "queue-stream-left");
            left.setDaemon(true);
            left.start();
        }
    }

    private void linger() {
        try {
            new DelayQueue<Offer>().take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(LaneWorker worker) {
        try {
            while (true) {
                Offer offer = offers.poll(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
                if (closed) {
                    if (offer != null) {
                        offers.add(offer);
                    }
                    return;
                }
                if (offer != null && !survives(worker, offer.block())) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean survives(LaneWorker worker, Block block) throws InterruptedException {
        try {
            BlockAnswer answer = worker.work(block);
            while (waitsAtTheHead(answer) && !closed) {
                new DelayQueue<Offer>().poll(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
                answer = worker.work(block);
            }
            offerAgain(block, answer);
        } catch (RuntimeException e) {
            if (faults.contains(Fault.DIES_OF_EXCEPTIONS)) {
                offers.add(new Offer(block, 0));
                return false;
            }
            if (!faults.contains(Fault.LOSES_THE_BLOCK_OF_AN_EXCEPTION)) {
                offers.add(new Offer(block, PAUSE_MILLIS));
            }
        } catch (Error e) {
            offers.add(new Offer(block, PAUSE_MILLIS));
            return !faults.contains(Fault.DIES_OF_ERRORS);
        }
        return true;
    }

    private boolean waitsAtTheHead(BlockAnswer answer) {
        return (answer == BlockAnswer.WAIT && faults.contains(Fault.WAITS_AT_THE_HEAD_OF_THE_QUEUE))
                || (answer == BlockAnswer.BUSY && faults.contains(Fault.WAITS_FOR_BUSY_LANES));
    }

    private void offerAgain(Block block, BlockAnswer answer) {
        switch (answer) {
            case MORE -> {
                if (!faults.contains(Fault.TAKES_MORE_FOR_DONE)) {
                    offers.add(new Offer(block, 0));
                }
            }
            case BUSY -> {
                if (!faults.contains(Fault.GIVES_UP_ON_BUSY)) {
                    offers.add(new Offer(block, PAUSE_MILLIS));
                }
            }
            case WAIT -> {
                if (!faults.contains(Fault.GIVES_UP_ON_WAIT)) {
                    offers.add(new Offer(block, PAUSE_MILLIS));
                }
            }
            case DROP -> {
                if (faults.contains(Fault.NEVER_ACKNOWLEDGES_DROPS)) {
                    offers.add(new Offer(block, 0));
                }
            }
            case DONE -> {}
        }
    }

    private record Offer(Block block, long dueNanos) implements Delayed {
        Offer {
            dueNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(dueNanos);
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(dueNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }
}
