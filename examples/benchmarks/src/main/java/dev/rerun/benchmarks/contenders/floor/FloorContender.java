package dev.rerun.benchmarks.contenders.floor;

import dev.rerun.benchmarks.contenders.Contender;
import dev.rerun.benchmarks.contenders.ResultWriter;
import dev.rerun.benchmarks.contenders.Stopwatch;
import dev.rerun.benchmarks.contenders.Task;
import dev.rerun.benchmarks.contenders.Threads;
import dev.rerun.benchmarks.contenders.Turn;
import dev.rerun.benchmarks.contenders.writing.ArrayWriter;
import dev.rerun.benchmarks.contenders.writing.CopyWriter;
import dev.rerun.benchmarks.workload.Workload;
import dev.rerun.core.RerunEngines;
import dev.rerun.core.spi.PrepareCounts;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.postgresql.ds.PGSimpleDataSource;

/** Bare statements for the prepare, and {@link FloorLoop} in each thread, which takes lane after lane. */
public final class FloorContender implements Contender {
    /** As an engine does it if nobody says otherwise. */
    static final int BATCH_SIZE = RerunEngines.Builder.DEFAULT_BATCH_SIZE;

    private static final String FAMILY = "floor";

    private final String variant;
    private final String how;
    private final ResultWriter.Factory writers;

    private FloorContender(String variant, String how, ResultWriter.Factory writers) {
        this.variant = variant;
        this.how = how;
        this.writers = writers;
    }

    /** Inserts arrays. */
    public static FloorContender arrays() {
        return new FloorContender("arrays", "array inserts that pass over keys that are taken", ArrayWriter::new);
    }

    /** Copies binary rows. */
    public static FloorContender copy() {
        return new FloorContender("copy", "binary COPY of the items whose keys are free", CopyWriter::new);
    }

    @Override
    public String name() {
        return FAMILY + "-" + variant;
    }

    @Override
    public String family() {
        return FAMILY;
    }

    @Override
    public String description() {
        return "bare set-based SQL, then a hand-tuned loop in each thread with " + how;
    }

    @Override
    public Turn take(PGSimpleDataSource filled, Workload workload, int threads) throws SQLException {
        Task task = Task.in(filled, workload);
        Stopwatch watch = new Stopwatch();
        Queue<FloorPrepare.Lane> lanes = new ConcurrentLinkedQueue<>();
        List<FloorLoop> loops = new ArrayList<>();
        try {
            for (int thread = 0; thread < threads; thread++) {
                loops.add(new FloorLoop(filled, task, writers, watch));
            }
            watch.begin();
            PrepareCounts counts = FloorPrepare.run(filled, task, lanes::addAll);
            watch.prepared();
            long done = Threads.share(threads, thread -> () -> work(loops.get(thread), lanes));
            return watch.ended(done, Optional.of(counts));
        } finally {
            for (FloorLoop loop : loops) {
                loop.close();
            }
        }
    }

    private static long work(FloorLoop loop, Queue<FloorPrepare.Lane> lanes) throws SQLException {
        long done = 0;
        for (FloorPrepare.Lane lane = lanes.poll(); lane != null; lane = lanes.poll()) {
            done += loop.work(lane.number(), 0, lane.end(), BATCH_SIZE);
        }
        return done;
    }
}
