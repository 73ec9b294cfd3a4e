package dev.rerun.benchmarks.progress;

import com.zaxxer.hikari.HikariDataSource;
import dev.rerun.api.Rerun;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunRequest;
import dev.rerun.benchmarks.command.Progress;
import dev.rerun.benchmarks.history.Dataset;
import dev.rerun.benchmarks.history.DatasetFiller;
import dev.rerun.benchmarks.history.FlatFeeLogic;
import dev.rerun.benchmarks.measure.Delays;
import dev.rerun.benchmarks.prepare.EngineWay;
import dev.rerun.benchmarks.server.BenchmarkFailedException;
import dev.rerun.benchmarks.server.BenchmarkServer;
import dev.rerun.benchmarks.server.ConnectionPool;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;

/** Asks a run where it stands, again and again, while workers work on it. */
final class ProgressBenchmark {
    /** What asking, watching and sweeping need besides the workers. */
    private static final int MORE_CONNECTIONS = 6;

    private final BenchmarkServer server;
    private final Dataset dataset;
    private final int workers;
    private final Progress.Display display;

    ProgressBenchmark(BenchmarkServer server, Dataset dataset, int workers, Progress.Display display) {
        this.server = server;
        this.dataset = dataset;
        this.workers = workers;
        this.display = display;
    }

    ProgressResult run(int questions) throws SQLException {
        try (Progress progress = display.begin("Progress", 3)) {
            progress.step("filling the database");
            DataSource filled = server.create("progress");
            new DatasetFiller(dataset).fill(filled);
            progress.step("queueing the run");
            try (HikariDataSource pool = ConnectionPool.of(filled, workers + MORE_CONNECTIONS);
                    RerunEngine engine = EngineWay.engine(pool, new FlatFeeLogic())
                            .workers(workers)
                            .build()) {
                Rerun run = engine.start(RerunRequest.after(Dataset.CUTOFF));
                progress.step("asking");
                return ask(run, pool, questions);
            }
        }
    }

    private ProgressResult ask(Rerun run, DataSource pool, int questions) throws SQLException {
        long[] reports = new long[questions];
        long[] floor = new long[questions];
        RerunReport first = run.report();
        for (int i = 0; i < questions; i++) {
            long begin = System.nanoTime();
            run.report();
            long told = System.nanoTime();
            answer(pool);
            reports[i] = told - begin;
            floor[i] = System.nanoTime() - told;
            pause(Duration.ofMillis(10));
        }
        RerunReport last = run.report();
        return new ProgressResult(
                server.description(), dataset, first, last, Delays.of(reports), Delays.of(floor), workers);
    }

    private static void answer(DataSource pool) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("select 1");
        }
    }

    /** Who asks all the time would measure how fast it asks. */
    private static void pause(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkFailedException("interrupted: " + e);
        }
    }
}
