package dev.rerun.benchmarks.prepare;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.Rerun;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunTimeoutException;
import dev.rerun.benchmarks.command.Progress;
import dev.rerun.benchmarks.history.Dataset;
import dev.rerun.benchmarks.history.DatasetFiller;
import dev.rerun.benchmarks.server.BenchmarkServer;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.postgresql.ds.PGSimpleDataSource;

/** Shows how the server carries out the engine's statements at the full size. */
final class PlanSurvey {
    private static final Set<String> LARGE = Set.of("register_item", "activity_entry", "activity_outcome");
    private static final int BATCHES = 20;
    private static final int BATCH_SIZE = 500;
    private static final Duration LOOK_EACH = Duration.ofMillis(100);

    private final BenchmarkServer server;
    private final Dataset dataset;
    private final Progress.Display display;
    private final PrintWriter out;

    PlanSurvey(BenchmarkServer server, Dataset dataset, Progress.Display display, PrintWriter out) {
        this.server = server;
        this.dataset = dataset;
        this.display = display;
        this.out = out;
    }

    void run() throws SQLException {
        PlanRecorder preparing;
        PlanRecorder working;
        PlanRecorder processing;
        try (Progress progress = display.begin("Plans", 4)) {
            progress.step("filling the database");
            PGSimpleDataSource database = server.create(PrepareBenchmark.TEMPLATE);
            new DatasetFiller(dataset).fill(database);
            progress.step("preparing");
            preparing = new PlanRecorder(database);
            long run = prepare(preparing);
            progress.step("working");
            working = new PlanRecorder(database);
            work(working, run);
            progress.step("first processing");
            processing = new PlanRecorder(database);
            process(processing);
        }
        print("Prepare", preparing);
        print("First processing", processing);
        print("A worker's batches", working);
        out.flush();
    }

    private static long prepare(PlanRecorder recorder) {
        try (RerunEngine engine = EngineWay.engine(recorder.source()).workers(0).build()) {
            return EngineWay.start(engine).id();
        }
    }

    /** Works on as many batches as make a picture. */
    private static void work(PlanRecorder recorder, long id) {
        try (RerunEngine engine = EngineWay.engine(recorder.source())
                .batchSize(BATCH_SIZE)
                .workers(1)
                .build()) {
            Rerun run = engine.find(id).orElseThrow();
            while (run.report().done() < BATCHES * BATCH_SIZE && !run.status().terminal()) {
                try {
                    run.await(LOOK_EACH);
                } catch (
                        @SuppressWarnings("unused")
                        RerunTimeoutException notYet) {
                    // Looks again.
                }
            }
        }
    }

    private void process(PlanRecorder recorder) {
        long first = 2 * (dataset.selected() + dataset.items()) + 1;
        try (RerunEngine engine = EngineWay.engine(recorder.source())
                .batchSize(BATCH_SIZE)
                .workers(0)
                .build()) {
            engine.process(LongStream.range(first, first + BATCHES * BATCH_SIZE)
                    .mapToObj(id -> new ActivityEntry(
                            Dataset.APP,
                            Long.toString(id),
                            "customer " + id % dataset.orderingKeys(),
                            Dataset.NOW,
                            Dataset.NOW,
                            "parcels=1"))
                    .toList());
        }
    }

    private void print(String phase, PlanRecorder recorder) {
        out.println("# " + phase);
        out.println();
        Set<String> whole = new TreeSet<>();
        for (StatementPlan plan : recorder.plans()) {
            out.println(plan);
            whole.addAll(plan.wholeTables());
        }
        whole.retainAll(LARGE);
        out.println(phase + ": sequential scans of " + String.join(", ", new TreeSet<>(LARGE)) + ": "
                + (whole.isEmpty() ? "none" : String.join(", ", whole)));
        out.println();
    }
}
