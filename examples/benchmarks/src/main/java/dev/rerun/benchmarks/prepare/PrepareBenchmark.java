package dev.rerun.benchmarks.prepare;

import dev.rerun.benchmarks.command.Progress;
import dev.rerun.benchmarks.history.Dataset;
import dev.rerun.benchmarks.history.DatasetFiller;
import dev.rerun.benchmarks.history.SameWork;
import dev.rerun.benchmarks.history.WorkDone;
import dev.rerun.benchmarks.measure.Measured;
import dev.rerun.benchmarks.prepare.PrepareResult.Round;
import dev.rerun.benchmarks.server.BenchmarkServer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Prepares the same rerun by turns through the engine and by bare statements. Each turn has a fresh copy of the same
 * database, on a server that has written down all that went before.
 */
final class PrepareBenchmark {
    static final String TEMPLATE = "template";

    private static final String COPY = "copy";

    private final BenchmarkServer server;
    private final Dataset dataset;
    private final Progress.Display display;
    private final SameWork same;

    PrepareBenchmark(BenchmarkServer server, Dataset dataset, Progress.Display display) {
        this.server = server;
        this.dataset = dataset;
        this.display = display;
        this.same = new SameWork(dataset);
    }

    PrepareResult run(int rounds) throws SQLException {
        try (Progress progress = display.begin("Prepare", 1 + 2 * rounds)) {
            progress.step("filling the database");
            new DatasetFiller(dataset).fill(server.create(TEMPLATE));
            List<Round> measured = new ArrayList<>();
            for (int i = 1; i <= rounds; i++) {
                measured.add(new Round(
                        turn(new EngineWay(), i, rounds, progress), turn(new BareSqlWay(), i, rounds, progress)));
            }
            return new PrepareResult(server.description(), dataset, measured);
        }
    }

    private Measured turn(Way way, int round, int rounds, Progress progress) throws SQLException {
        progress.step("round " + round + " of " + rounds + ", " + way.name());
        PGSimpleDataSource database = server.copy(TEMPLATE, COPY);
        server.settle();
        Measured measured = way.prepare(database);
        same.check(way.name(), measured.counts(), WorkDone.in(database));
        server.drop(COPY);
        return measured;
    }
}
