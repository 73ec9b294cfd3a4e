package dev.rerun.benchmarks.contenders.engine;

import com.zaxxer.hikari.HikariDataSource;
import dev.rerun.api.KeptReason;
import dev.rerun.api.Rerun;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunRequest;
import dev.rerun.api.RerunStatus;
import dev.rerun.benchmarks.contenders.Contender;
import dev.rerun.benchmarks.contenders.Stopwatch;
import dev.rerun.benchmarks.contenders.Turn;
import dev.rerun.benchmarks.server.BenchmarkBroker;
import dev.rerun.benchmarks.server.BenchmarkFailedException;
import dev.rerun.benchmarks.server.ConnectionPool;
import dev.rerun.benchmarks.workload.Window;
import dev.rerun.benchmarks.workload.Workload;
import dev.rerun.core.InProcessStream;
import dev.rerun.core.RerunEngines;
import dev.rerun.core.spi.ActivityStream;
import dev.rerun.core.spi.PrepareCounts;
import dev.rerun.jdbc.JdbcStore;
import dev.rerun.kafka.KafkaStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** An engine with its defaults, whose workers wait for work when the rerun is started. */
public final class EngineContender implements Contender {
    private static final int HOURS_AT_MOST = 24;
    private static final int PARTITIONS = 16;

    /** What sweeping, waiting and reporting need besides the workers. */
    private static final int MORE_CONNECTIONS = 4;

    private final String name;
    private final String description;
    private final Supplier<ActivityStream> stream;
    private final Runnable awaitReady;
    private final int batchSize;

    private EngineContender(
            String name, String description, Supplier<ActivityStream> stream, Runnable awaitReady, int batchSize) {
        this.name = name;
        this.description = description;
        this.stream = stream;
        this.awaitReady = awaitReady;
        this.batchSize = batchSize;
    }

    /** With the stream in the process. */
    public static EngineContender inProcess() {
        return inProcess(RerunEngines.Builder.DEFAULT_BATCH_SIZE);
    }

    /** With the stream in the process, and batches of so many entries. */
    public static EngineContender inProcess(int batchSize) {
        return new EngineContender(
                "rerun", "the engine with its workers in the process", InProcessStream::new, () -> {}, batchSize);
    }

    /** With the stream over a topic, the same in all turns, as in production. */
    public static EngineContender kafka(BenchmarkBroker broker) {
        String topic = broker.createTopic("rerun", PARTITIONS);
        String group = topic + KafkaStream.Builder.GROUP_SUFFIX;
        return new EngineContender(
                "rerun-kafka",
                "the engine with its workers behind Kafka",
                () -> KafkaStream.builder(broker.bootstrap()).topic(topic).build(),
                () -> broker.awaitMembers(group, topic),
                RerunEngines.Builder.DEFAULT_BATCH_SIZE);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public Turn take(PGSimpleDataSource filled, Workload workload, int threads) {
        Stopwatch watch = new Stopwatch();
        try (HikariDataSource pool = ConnectionPool.of(filled, threads + MORE_CONNECTIONS);
                RerunEngine engine = engine(pool, workload)
                        .observe(new FirstBatch(watch))
                        .batchSize(batchSize)
                        .workers(threads)
                        .build()) {
            awaitReady.run();
            watch.begin();
            Rerun run = engine.start(RerunRequest.after(workload.window().cutoff()));
            watch.prepared();
            RerunReport report =
                    run.completion().orTimeout(HOURS_AT_MOST, TimeUnit.HOURS).join();
            Turn turn = watch.ended(report.done(), Optional.of(counts(report)));
            if (report.status() != RerunStatus.COMPLETED || report.done() != report.total()) {
                throw new BenchmarkFailedException("the run of " + name + " ended with " + report);
            }
            return turn;
        }
    }

    private RerunEngines.Builder engine(DataSource pool, Workload workload) {
        Window window = workload.window();
        return workload.configure(
                RerunEngines.builder().app(window.app()).store(JdbcStore.on(pool)).stream(stream.get())
                        .retention(window.retention())
                        .clock(window.clock()));
    }

    private static PrepareCounts counts(RerunReport report) {
        Map<KeptReason, Long> kept = report.kept().entrySet().stream()
                .filter(reason -> reason.getValue() > 0)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return new PrepareCounts(report.total(), report.itemsDeleted(), kept);
    }
}
