package dev.rerun.benchmarks;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of the prepare benchmark. */
@Command(
        name = "prepare",
        sortOptions = false,
        usageHelpAutoWidth = true,
        header = "Measures the preparing of a rerun against the same work as bare SQL statements.",
        description = {
            "",
            "Makes a history in PostgreSQL and prepares a rerun in copies of it, by turns through the engine and by one"
                    + " statement for each step over plain JDBC: freeze the selection with lanes and numbers, move the"
                    + " eligible items into the archive, count the items that are kept by reason, commit. After each"
                    + " turn the tables must hold the same. Half of the items are eligible.",
            ""
        })
final class PrepareCommand implements Callable<Integer> {
    private static final String DEFAULT = " (default: ${DEFAULT-VALUE})";
    private static final long MOST_ROWS = 100_000_000;
    private static final int LEAST_ITEMS = 20;
    private static final int MOST_ROUNDS = 1_000;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--entries",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "how many entries the rerun selects" + DEFAULT)
    private long entries;

    @Option(
            names = "--items",
            paramLabel = "N",
            defaultValue = "2000000",
            description = "how many items there are" + DEFAULT)
    private long items;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "5",
            description = "how many times each way has its turn" + DEFAULT)
    private int rounds;

    @Option(
            names = "--plans",
            description =
                    "in place of measuring, show the plans by which the server carries out the engine's statements in"
                            + " prepare, in first processing and in a worker's batches (default: not shown)")
    private boolean plans;

    @Mixin
    private DatabaseOptions where = new DatabaseOptions();

    @Option(names = "--help", usageHelp = true, description = "show this and exit")
    @SuppressWarnings("UnusedVariable") // picocli looks at the option, not at the field
    private boolean help;

    private final Progress.Display display;

    PrepareCommand(Progress.Display display) {
        this.display = display;
    }

    @Override
    public Integer call() throws Exception {
        inRange("--entries", entries, 1, MOST_ROWS);
        inRange("--items", items, LEAST_ITEMS, MOST_ROWS);
        inRange("--rounds", rounds, 1, MOST_ROUNDS);
        try (BenchmarkServer server = where.open(spec.commandLine())) {
            Dataset dataset = new Dataset(entries, items);
            PrintWriter out = spec.commandLine().getOut();
            if (plans) {
                new PlanSurvey(server, dataset, display, out).run();
            } else {
                new ResultPrinter(out).print(new PrepareBenchmark(server, dataset, display).run(rounds));
            }
        }
        return 0;
    }

    private void inRange(String option, long value, long least, long most) {
        if (value < least || value > most) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Invalid value for option '" + option + "': '" + value
                            + "' is out of range; give a whole number from " + least + " to " + most);
        }
    }
}
