package dev.rerun.quickstart;

import dev.rerun.core.spi.ActivityStream;
import dev.rerun.core.spi.ContractResolver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of the scenario. */
@Command(
        name = "quickstart",
        sortOptions = false,
        usageHelpAutoWidth = true,
        header = "Bills the invoice lines of an online retailer, changes the prices, and reruns.",
        description = {
            "",
            "Each line of the file becomes an activity entry, billed under the contract of the customer's country. Then"
                    + " invoices are made, items are added and edited by hand, the price list changes, and everything"
                    + " after the cutoff is calculated again. At the end stands an account of what happened, with the"
                    + " SHA-256 of the register before and after.",
            ""
        },
        footer = {
            "",
            "Instants are written as 2011-09-01T00:00:00 and read as UTC, or carry an offset or Z.",
            "Several processes can share a rerun: start some with --worker, then one that runs the scenario, and give all of"
                    + " them the same database, the same Kafka cluster if there is one, and the same prices.",
            "Exit status: 0 done, 1 failed, 2 wrong arguments; of a worker that was stopped, that of the signal."
        })
final class Quickstart implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--csv",
            paramLabel = "PATH",
            description = "the file of invoice lines, .csv or .csv.gz (default: a bundled sample)")
    private @Nullable Path csv;

    @Mixin
    private ScenarioOptions options = new ScenarioOptions();

    @Mixin
    private DatabaseOptions where = new DatabaseOptions();

    @Mixin
    private StreamOptions through = new StreamOptions();

    @Mixin
    private WorkerOption worker = new WorkerOption();

    @Option(
            names = "--dump",
            paramLabel = "PATH",
            description =
                    "write the register after the rerun to this file, and as it was before to PATH.before, one line"
                            + " for each item (default: not written)")
    private @Nullable Path dump;

    @Option(names = "--help", usageHelp = true, description = "show this and exit")
    @SuppressWarnings("UnusedVariable") // picocli looks at the option, not at the field
    private boolean help;

    private final Progress.Display display;

    Quickstart(Progress.Display display) {
        this.display = display;
    }

    /** Runs the scenario and ends the process. */
    public static void main(String[] args) {
        System.exit(commandLine(BarProgress::begin).execute(args));
    }

    static CommandLine commandLine(Progress.Display display) {
        CommandLine command = new CommandLine(new Quickstart(display));
        command.setExecutionExceptionHandler((failure, line, parsed) -> {
            line.getErr().println("quickstart failed: " + Failure.inWords(failure));
            return line.getCommandSpec().exitCodeOnExecutionException();
        });
        command.setParameterExceptionHandler((wrong, args) -> {
            CommandLine line = wrong.getCommandLine();
            line.getErr().println(wrong.getMessage());
            line.getErr().println("Try 'quickstart --help'.");
            return line.getCommandSpec().exitCodeOnInvalidInput();
        });
        return command;
    }

    @Override
    public Integer call() throws Exception {
        Scenario scenario = options.scenario(spec.commandLine());
        ActivityStream stream = through.stream(spec.commandLine());
        if (worker.given(spec.commandLine(), scenario.workers())) {
            work(scenario, stream);
        } else {
            run(scenario, stream);
        }
        return 0;
    }

    private void work(Scenario scenario, ActivityStream stream) throws InterruptedException {
        ContractResolver prices = PriceLists.after(scenario.ukV2From(), scenario.exportV2From());
        try (StopSignal stop = new StopSignal();
                ScenarioDatabase database = where.openForWorker(spec.commandLine(), scenario.workers())) {
            new WorkerRun(database.dataSource(), stream, prices, scenario.workers())
                    .run(() -> spec.commandLine().getOut().println("worker ready"), stop);
        }
    }

    private void run(Scenario scenario, ActivityStream stream) throws Exception {
        InvoiceFile file = csv == null ? InvoiceFile.bundledSample() : InvoiceFile.of(readable(csv));
        Path dumpAfter = dump == null ? null : writable(dump);
        Path dumpBefore = dump == null ? null : writable(Path.of(dump + ".before"));
        try (ScenarioDatabase database = where.open(spec.commandLine(), scenario.workers())) {
            Account account =
                    new ScenarioRun(database.dataSource(), stream, scenario, display).run(file, dumpBefore, dumpAfter);
            new AccountPrinter(spec.commandLine().getOut()).print(account);
        }
    }

    private Path readable(Path path) {
        if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
            throw wrong("--csv", path, "is no file that can be read; give the path of a .csv or .csv.gz file");
        }
        return path;
    }

    private Path writable(Path path) throws IOException {
        if (csv != null && Files.exists(path) && Files.isSameFile(path, csv)) {
            throw wrong("--dump", path, "is the file of --csv and would be overwritten; give another file");
        }
        Path directory = path.toAbsolutePath().getParent();
        if (Files.isDirectory(path) || directory == null || !Files.isWritable(directory)) {
            throw wrong("--dump", path, "cannot be written; give a file in an existing directory");
        }
        return path;
    }

    private ParameterException wrong(String option, Object value, String remedy) {
        return new ParameterException(
                spec.commandLine(), "Invalid value for option '" + option + "': '" + value + "' " + remedy);
    }
}
