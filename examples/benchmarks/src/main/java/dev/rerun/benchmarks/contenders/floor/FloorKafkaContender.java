package dev.rerun.benchmarks.contenders.floor;

import dev.rerun.benchmarks.contenders.Contender;
import dev.rerun.benchmarks.contenders.Stopwatch;
import dev.rerun.benchmarks.contenders.Task;
import dev.rerun.benchmarks.contenders.Threads;
import dev.rerun.benchmarks.contenders.Turn;
import dev.rerun.benchmarks.contenders.floor.FloorConsumer.Member;
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

    /** More than nothing is left until the prepare tells how much; nobody works before. */
    private static final long UNKNOWN = Long.MAX_VALUE;

    private final BenchmarkBroker broker;
    private final Member member;
    private int turns;

    /** Over a topic, the same in all turns, as in production. */
    public FloorKafkaContender(BenchmarkBroker broker) {
        this.broker = broker;
        String topic = broker.createTopic("floor", PARTITIONS);
        this.member = new Member(broker.bootstrap(), topic, topic + GROUP);
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
        int number = ++turns;
        Task task = Task.in(filled, workload);
        Stopwatch watch = new Stopwatch();
        CountDownLatch committed = new CountDownLatch(1);
        AtomicLong left = new AtomicLong(UNKNOWN);
        List<FloorLoop> loops = new ArrayList<>();
        try (FloorMessages messages = new FloorMessages(member.bootstrap(), member.topic(), PARTITIONS)) {
            for (int thread = 0; thread < threads; thread++) {
                loops.add(new FloorLoop(filled, task, CopyWriter::new, watch));
            }
            CompletableFuture<Long> work = CompletableFuture.supplyAsync(() -> Threads.share(
                    threads, thread -> new FloorConsumer(member, number, loops.get(thread), committed, left, watch)));
            try {
                broker.awaitMembers(member.group(), member.topic());
                watch.begin();
                PrepareCounts counts = FloorPrepare.run(
                        filled, task, lanes -> messages.publish(number, lanes, FloorContender.BATCH_SIZE));
                watch.prepared();
                left.set(counts.total());
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
