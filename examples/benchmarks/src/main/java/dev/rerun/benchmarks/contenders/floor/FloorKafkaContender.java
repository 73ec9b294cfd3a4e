package dev.rerun.benchmarks.contenders.floor;

import dev.rerun.benchmarks.contenders.Contender;
import dev.rerun.benchmarks.contenders.Stopwatch;
import dev.rerun.benchmarks.contenders.Task;
import dev.rerun.benchmarks.contenders.Threads;
import dev.rerun.benchmarks.contenders.Turn;
import dev.rerun.benchmarks.contenders.writing.CopyWriter;
import dev.rerun.benchmarks.server.BenchmarkBroker;
import dev.rerun.benchmarks.server.BenchmarkFailedException;
import dev.rerun.benchmarks.workload.Workload;
import dev.rerun.core.spi.PrepareCounts;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.postgresql.ds.PGSimpleDataSource;

/** The floor's loop with binary COPY, driven by messages that the prepare publishes before it commits. */
public final class FloorKafkaContender implements Contender {
    private static final int PARTITIONS = 16;
    private static final String GROUP = "-workers";

    private final BenchmarkBroker broker;
    private int turns;

    public FloorKafkaContender(BenchmarkBroker broker) {
        this.broker = broker;
    }

    @Override
    public String name() {
        return "floor-kafka";
    }

    @Override
    public String description() {
        return "floor-copy, whose threads are consumers of one group that are told by messages which batch is next";
    }

    @Override
    public Turn take(PGSimpleDataSource filled, Workload workload, int threads) throws SQLException {
        // A topic for each turn: what a turn that failed left behind must not reach the next.
        String topic = broker.createTopic("floor-" + ++turns, PARTITIONS);
        Task task = Task.in(filled, workload);
        Stopwatch watch = new Stopwatch();
        CountDownLatch committed = new CountDownLatch(1);
        AtomicLong left = new AtomicLong(Long.MAX_VALUE / 2);
        List<FloorLoop> loops = new ArrayList<>();
        try (FloorMessages messages = new FloorMessages(broker.bootstrap(), topic, PARTITIONS)) {
            for (int thread = 0; thread < threads; thread++) {
                loops.add(new FloorLoop(filled, task, CopyWriter::new, watch));
            }
            CompletableFuture<Long> work = CompletableFuture.supplyAsync(() -> Threads.share(
                    threads,
                    thread -> new FloorConsumer(
                            broker.bootstrap(), topic, topic + GROUP, loops.get(thread), committed, left)));
            try {
                broker.awaitMembers(topic + GROUP, topic);
                watch.begin();
                PrepareCounts counts =
                        FloorPrepare.run(filled, task, lanes -> messages.publish(lanes, FloorContender.BATCH_SIZE));
                watch.prepared();
                left.addAndGet(counts.total() - Long.MAX_VALUE / 2);
                committed.countDown();
                return watch.ended(work.join(), Optional.of(counts));
            } finally {
                left.set(0);
                committed.countDown();
                work.handle((done, failure) -> done).join();
            }
        } catch (CompletionException e) {
            throw new BenchmarkFailedException("the consumers failed", e.getCause());
        } finally {
            for (FloorLoop loop : loops) {
                loop.close();
            }
        }
    }
}
