package dev.rerun.benchmarks;

import dev.rerun.benchmarks.command.BarProgress;
import dev.rerun.benchmarks.command.Failure;
import dev.rerun.benchmarks.command.Progress;
import dev.rerun.benchmarks.prepare.PrepareCommand;
import dev.rerun.benchmarks.progress.ProgressCommand;
import dev.rerun.benchmarks.streams.KafkaCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of the benchmarks. */
@Command(
        name = "benchmarks",
        sortOptions = false,
        usageHelpAutoWidth = true,
        header = "Measures the engine against what the database does without it, and its streams against each other.",
        subcommands = {PrepareCommand.class, KafkaCommand.class, ProgressCommand.class},
        footer = {"", "Exit status: 0 done, 1 failed, 2 wrong arguments."})
final class Benchmarks {
    @Option(names = "--help", usageHelp = true, description = "show this and exit")
    @SuppressWarnings("UnusedVariable") // picocli looks at the option, not at the field
    private boolean help;

    /** Runs a benchmark and ends the process. */
    public static void main(String[] args) {
        System.exit(commandLine(BarProgress::begin).execute(args));
    }

    static CommandLine commandLine(Progress.Display display) {
        CommandLine command = new CommandLine(new Benchmarks(), new CommandLine.IFactory() {
            @Override
            public <K> K create(Class<K> type) throws Exception {
                if (type == PrepareCommand.class) {
                    return type.cast(new PrepareCommand(display));
                }
                if (type == ProgressCommand.class) {
                    return type.cast(new ProgressCommand(display));
                }
                return type == KafkaCommand.class
                        ? type.cast(new KafkaCommand(display))
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
