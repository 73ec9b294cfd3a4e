package dev.rerun.benchmarks.streams;

import com.zaxxer.hikari.HikariDataSource;
import dev.rerun.api.Rerun;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunStatus;
import dev.rerun.benchmarks.history.Dataset;
import dev.rerun.benchmarks.history.FlatFeeLogic;
import dev.rerun.benchmarks.measure.Delays;
import dev.rerun.benchmarks.measure.Measured;
import dev.rerun.benchmarks.prepare.EngineWay;
import dev.rerun.benchmarks.server.BenchmarkFailedException;
import dev.rerun.benchmarks.server.ConnectionPool;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * What one turn took: a run that was queued, and then worked on to its end.
 *
 * @param queueing the preparing, up to the commit
 * @param firstWork from when workers were asked for until one began with the run
 * @param reprocessing from when workers were asked for until the run was completed
 * @param live what live messages felt of all this
 */
record StreamTurn(Measured queueing, Duration firstWork, Duration reprocessing, Delays live) {
    private static final int HOURS_AT_MOST = 24;

    /** What sweeping, waiting and reporting need besides the workers. */
    private static final int MORE_CONNECTIONS = 4;

    /** Takes a turn in a filled database. */
    static StreamTurn take(StreamWay way, DataSource filled, int workers, LiveTraffic traffic) throws SQLException {
        BeginningOfWork beginning = new BeginningOfWork();
        try (HikariDataSource pool = ConnectionPool.of(filled, workers + MORE_CONNECTIONS);
                RerunEngine engine = EngineWay.engine(pool, new FlatFeeLogic()).stream(
                                way.stream().get())
                        .listener(beginning)
                        .workers(0)
                        .build()) {
            long from = System.nanoTime();
            Measured queueing = Measured.of(() -> EngineWay.counts(EngineWay.start(engine)));
            way.whenQueued().run();
            Rerun run = engine.find(engine.history(Dataset.APP).get(0).id()).orElseThrow();
            CompletableFuture<RerunReport> completion = run.completion().orTimeout(HOURS_AT_MOST, TimeUnit.HOURS);
            long asked = System.nanoTime();
            engine.startWorkers(workers);
            RerunReport report = completion.join();
            long completed = System.nanoTime();
            checkAllDone(way, report);
            return new StreamTurn(
                    queueing,
                    Duration.ofNanos(beginning.nanos() - asked),
                    Duration.ofNanos(completed - asked),
                    traffic.between(from, completed));
        }
    }

    private static void checkAllDone(StreamWay way, RerunReport report) {
        if (report.status() != RerunStatus.COMPLETED || report.done() != report.total()) {
            throw new BenchmarkFailedException("the run " + way.name() + " ended with " + report);
        }
    }

    /** How many entries were worked on in a second. */
    double rate() {
        return queueing.counts().total() / (reprocessing.toNanos() / 1e9);
    }

    double firstWorkSeconds() {
        return firstWork.toNanos() / 1e9;
    }

    Duration whole() {
        return queueing.time().plus(reprocessing);
    }
}
