package dev.rerun.benchmarks;

import dev.rerun.benchmarks.command.BarProgress;
import dev.rerun.benchmarks.command.Failure;
import dev.rerun.benchmarks.command.Progress;
import dev.rerun.benchmarks.comparison.ComparisonCommand;
import dev.rerun.benchmarks.growth.GrowthCommand;
import dev.rerun.benchmarks.prepare.PrepareCommand;
import dev.rerun.benchmarks.progress.ProgressCommand;
import dev.rerun.benchmarks.streams.KafkaCommand;
import dev.rerun.benchmarks.waits.WaitsCommand;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command line of the benchmarks. */
@Command(
        name = "benchmarks",
        sortOptions = false,
        usageHelpAutoWidth = true,
        header = "Measures the engine against what the hardware allows and against what a team would write instead.",
        description = {
            "",
            "Without a command: makes a history in PostgreSQL, and has every contender carry out the same rerun in copies"
                    + " of it, by turns, in several rounds. The floor is bare SQL and a hand-tuned loop, alone and behind"
                    + " Kafka; the engine works in process and over Kafka; Spring Batch and a loop that goes row by row are"
                    + " what a team would write. All must leave the same rows behind. The results go into a folder as a"
                    + " table, as charts and as JSON.",
            ""
        },
        synopsisSubcommandLabel = "[COMMAND]",
        subcommands = {
            PrepareCommand.class,
            KafkaCommand.class,
            ProgressCommand.class,
            GrowthCommand.class,
            WaitsCommand.class
        },
        footer = {"", "Exit status: 0 done, 1 failed, 2 wrong arguments."})
final class Benchmarks implements Callable<Integer> {
    /** The commands, which show how far they are. */
    private static final Map<Class<?>, Function<Progress.Display, ?>> COMMANDS = Map.of(
            PrepareCommand.class, PrepareCommand::new,
            KafkaCommand.class, KafkaCommand::new,
            ProgressCommand.class, ProgressCommand::new,
            GrowthCommand.class, GrowthCommand::new,
            WaitsCommand.class, WaitsCommand::new);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ComparisonCommand comparison = new ComparisonCommand();

    @Option(names = "--help", usageHelp = true, description = "show this and exit")
    @SuppressWarnings("UnusedVariable") // picocli looks at the option, not at the field
    private boolean help;

    private final Progress.Display display;

    private Benchmarks(Progress.Display display) {
        this.display = display;
    }

    @Override
    public Integer call() throws Exception {
        comparison.run(spec.commandLine(), display);
        return 0;
    }

    /** Runs a benchmark and ends the process. */
    public static void main(String[] args) {
        // Charts are drawn where there is no screen.
        System.setProperty("java.awt.headless", "true");
        // The quickstart, whose data is measured too, has a configuration of its own.
        System.setProperty("logback.configurationFile", "dev/rerun/benchmarks/logback.xml");
        System.exit(commandLine(BarProgress::begin).execute(args));
    }

    static CommandLine commandLine(Progress.Display display) {
        CommandLine command = new CommandLine(new Benchmarks(display), new CommandLine.IFactory() {
            @Override
            public <K> K create(Class<K> type) throws Exception {
                Function<Progress.Display, ?> command = COMMANDS.get(type);
                return command != null
                        ? type.cast(command.apply(display))
                        : CommandLine.defaultFactory().create(type);
            }
        });
        command.setExecutionExceptionHandler((failure, line, parsed) -> {
            line.getErr().println("benchmarks failed: " + Failure.inWords(failure));
            return line.getCommandSpec().exitCodeOnExecutionException();
        });
        command.setParameterExceptionHandler((wrong, args) -> {
            CommandLine line = wrong.getCommandLine();
            line.getErr().println(wrong.getMessage());
            line.getErr().println("Try '" + line.getCommandSpec().qualifiedName() + " --help'.");
            return line.getCommandSpec().exitCodeOnInvalidInput();
        });
        return command;
    }
}
