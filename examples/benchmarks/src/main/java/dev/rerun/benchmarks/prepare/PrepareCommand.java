package dev.rerun.benchmarks.prepare;

import dev.rerun.benchmarks.command.DatabaseOptions;
import dev.rerun.benchmarks.command.Page;
import dev.rerun.benchmarks.command.Progress;
import dev.rerun.benchmarks.command.RoundsOption;
import dev.rerun.benchmarks.command.SizeOptions;
import dev.rerun.benchmarks.history.Dataset;
import dev.rerun.benchmarks.server.BenchmarkServer;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
public final class PrepareCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private SizeOptions size = new SizeOptions();

    @Mixin
    private RoundsOption rounds = new RoundsOption(5);

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

    public PrepareCommand(Progress.Display display) {
        this.display = display;
    }

    @Override
    public Integer call() throws Exception {
        CommandLine line = spec.commandLine();
        Dataset dataset = size.dataset(line);
        int times = rounds.checked(line);
        where.check(line);
        try (BenchmarkServer server = where.open()) {
            PrintWriter out = line.getOut();
            if (plans) {
                new PlanSurvey(server, dataset, display, out).run();
            } else {
                new PrepareResultPrinter(new Page(out))
                        .print(new PrepareBenchmark(server, dataset, display).run(times));
            }
        }
        return 0;
    }
}
