package dev.rerun.benchmarks.waits;

import dev.rerun.benchmarks.command.DatabaseOptions;
import dev.rerun.benchmarks.command.Page;
import dev.rerun.benchmarks.command.Progress;
import dev.rerun.benchmarks.command.RoundsOption;
import dev.rerun.benchmarks.command.SizeOptions;
import dev.rerun.benchmarks.history.Dataset;
import dev.rerun.benchmarks.history.DatasetFiller;
import dev.rerun.benchmarks.history.SameWork;
import dev.rerun.benchmarks.history.WorkDone;
import dev.rerun.benchmarks.measure.Delays;
import dev.rerun.benchmarks.measure.Measured;
import dev.rerun.benchmarks.measure.Median;
import dev.rerun.benchmarks.prepare.BareSqlWay;
import dev.rerun.benchmarks.prepare.EngineWay;
import dev.rerun.benchmarks.prepare.Way;
import dev.rerun.benchmarks.server.BenchmarkServer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.postgresql.ds.PGSimpleDataSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command line of the benchmark of waits. */
@Command(
        name = "waits",
        sortOptions = false,
        usageHelpAutoWidth = true,
        header = "Measures how long updates of items wait while a prepare deletes these items.",
        description = {
            "",
            "Prepares a rerun by turns through the engine and by bare SQL, as prepare does, while sixteen connections update"
                    + " items that are to be deleted, one after the other. Whoever comes to an item that is deleted already"
                    + " waits until the prepare is committed. The engine should keep nobody waiting longer.",
            ""
        })
public final class WaitsCommand implements Callable<Integer> {
    private static final String TEMPLATE = "template";
    private static final String COPY = "copy";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private SizeOptions size = new SizeOptions();

    @Mixin
    private RoundsOption rounds = new RoundsOption(5);

    @Mixin
    private DatabaseOptions where = new DatabaseOptions();

    @Option(names = "--help", usageHelp = true, description = "show this and exit")
    @SuppressWarnings("UnusedVariable") // picocli looks at the option, not at the field
    private boolean help;

    private final Progress.Display display;

    public WaitsCommand(Progress.Display display) {
        this.display = display;
    }

    /** A prepare, and the updates that went on meanwhile. */
    private record Turn(Measured prepare, Delays updates) {}

    /** The engine and the bare statements, one right after the other. */
    private record Round(Turn engine, Turn bareSql) {
        double ratio() {
            return (double) engine.updates().longest() / bareSql.updates().longest();
        }
    }

    @Override
    public Integer call() throws Exception {
        CommandLine line = spec.commandLine();
        Dataset dataset = size.dataset(line);
        int times = rounds.checked(line);
        where.check(line);
        try (BenchmarkServer server = where.open()) {
            print(new Page(line.getOut()), server.description(), dataset, run(server, dataset, times));
        }
        return 0;
    }

    private List<Round> run(BenchmarkServer server, Dataset dataset, int rounds) throws SQLException {
        try (Progress progress = display.begin("Waits", 1 + 2 * rounds)) {
            progress.step("filling the database");
            new DatasetFiller(dataset).fill(server.create(TEMPLATE));
            SameWork same = new SameWork(dataset);
            List<Round> measured = new ArrayList<>();
            for (int round = 1; round <= rounds; round++) {
                progress.step("round " + round + " of " + rounds + ", engine");
                Turn engine = turn(server, new EngineWay(), same);
                progress.step("round " + round + " of " + rounds + ", bare SQL");
                measured.add(new Round(engine, turn(server, new BareSqlWay(), same)));
            }
            return measured;
        }
    }

    private static Turn turn(BenchmarkServer server, Way way, SameWork same) throws SQLException {
        PGSimpleDataSource database = server.copy(TEMPLATE, COPY);
        server.settle();
        Turn turn;
        try (Updates updates = Updates.begin(database)) {
            Measured prepare = way.prepare(database);
            turn = new Turn(prepare, updates.end());
        }
        same.check(way.name(), turn.prepare().counts(), WorkDone.in(database));
        server.drop(COPY);
        return turn;
    }

    private static void print(Page page, List<String> server, Dataset dataset, List<Round> measured) {
        page.places(server);
        page.work(dataset);
        page.line("%-8s %26s %26s %8s", "round", "engine: longest of prepare", "bare SQL: longest of prepare", "ratio");
        int number = 1;
        for (Round round : measured) {
            page.line(
                    "%-8d %12.2f s of %8.2f s %14.2f s of %8.2f s %8.2f",
                    number++,
                    seconds(round.engine()),
                    round.engine().prepare().seconds(),
                    seconds(round.bareSql()),
                    round.bareSql().prepare().seconds(),
                    round.ratio());
        }
        page.line("median ratio of the longest waits: %.2f", Median.of(measured, Round::ratio));
        page.line(
                "updates in all: %,d beside the engine, %,d beside bare SQL",
                measured.stream()
                        .mapToLong(round -> round.engine().updates().count())
                        .sum(),
                measured.stream()
                        .mapToLong(round -> round.bareSql().updates().count())
                        .sum());
        page.flush();
    }

    private static double seconds(Turn turn) {
        return turn.updates().longestMillis() / 1_000;
    }
}
