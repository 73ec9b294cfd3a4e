package dev.rerun.benchmarks.progress;

import dev.rerun.benchmarks.command.DatabaseOptions;
import dev.rerun.benchmarks.command.Page;
import dev.rerun.benchmarks.command.Progress;
import dev.rerun.benchmarks.command.SizeOptions;
import dev.rerun.benchmarks.command.WorkersOption;
import dev.rerun.benchmarks.history.Dataset;
import dev.rerun.benchmarks.server.BenchmarkServer;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command line of the benchmark of progress. */
@Command(
        name = "progress",
        sortOptions = false,
        usageHelpAutoWidth = true,
        header = "Measures how soon a run tells where it stands, while workers work on it.",
        description = {
            "",
            "Makes a history in PostgreSQL, queues a rerun and asks for its report again and again while workers process"
                    + " it; in between it asks the server for nothing but an answer, which is the floor.",
            ""
        })
public final class ProgressCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private SizeOptions size = new SizeOptions();

    @Option(
            names = "--questions",
            paramLabel = "N",
            defaultValue = "1000",
            description = "how many times it is asked where the run stands" + SizeOptions.DEFAULT)
    private int questions;

    @Mixin
    private WorkersOption workers = new WorkersOption();

    @Mixin
    private DatabaseOptions database = new DatabaseOptions();

    @Option(names = "--help", usageHelp = true, description = "show this and exit")
    @SuppressWarnings("UnusedVariable") // picocli looks at the option, not at the field
    private boolean help;

    private final Progress.Display display;

    public ProgressCommand(Progress.Display display) {
        this.display = display;
    }

    @Override
    public Integer call() throws Exception {
        CommandLine line = spec.commandLine();
        Dataset dataset = size.dataset(line);
        SizeOptions.checkRange(line, "--questions", questions, 1, 1_000_000);
        int threads = workers.checked(line);
        database.check(line);
        try (BenchmarkServer server = database.open()) {
            ProgressBenchmark benchmark = new ProgressBenchmark(server, dataset, threads, display);
            benchmark.run(questions).print(new Page(line.getOut()));
        }
        return 0;
    }
}
