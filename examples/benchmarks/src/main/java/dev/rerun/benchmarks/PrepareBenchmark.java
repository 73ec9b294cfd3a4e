package dev.rerun.benchmarks;

import dev.rerun.benchmarks.Result.Round;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
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
    private @Nullable WorkDone before;

    PrepareBenchmark(BenchmarkServer server, Dataset dataset, Progress.Display display) {
        this.server = server;
        this.dataset = dataset;
        this.display = display;
    }

    Result run(int rounds) throws SQLException {
        try (Progress progress = display.begin("Prepare", 1 + 2 * rounds)) {
            progress.step("filling the database");
            new DatasetFiller(dataset).fill(server.create(TEMPLATE));
            List<Round> measured = new ArrayList<>();
            for (int i = 1; i <= rounds; i++) {
                measured.add(new Round(
                        turn(new EngineWay(), i, rounds, progress), turn(new BareSqlWay(), i, rounds, progress)));
            }
            return new Result(server.description(), dataset, measured);
        }
    }

    private Measured turn(Way way, int round, int rounds, Progress progress) throws SQLException {
        progress.step("round " + round + " of " + rounds + ", " + way.name());
        PGSimpleDataSource database = server.copy(TEMPLATE, COPY);
        server.settle();
        Measured measured = way.prepare(database);
        check(way, measured, WorkDone.in(database));
        server.drop(COPY);
        return measured;
    }

    /** A comparison of times means something only if both did the same. */
    private void check(Way way, Measured measured, WorkDone done) {
        WorkDone first = before == null ? done : before;
        before = first;
        if (!measured.counts().equals(dataset.expected()) || !done.equals(first)) {
            throw new BenchmarkFailedException(way.name() + " prepared something else: " + measured.counts()
                    + " in place of " + dataset.expected() + ", leaving " + done + " in place of " + first);
        }
    }
}
