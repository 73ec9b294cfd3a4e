package dev.rerun.benchmarks.command;

import picocli.CommandLine;
import picocli.CommandLine.Option;

/** The option that says how many work on a run. */
public final class WorkersOption {
    private static final int MOST_WORKERS = 64;

    @Option(
            names = "--workers",
            paramLabel = "N",
            defaultValue = "2",
            description = "how many workers there are, all in this process" + SizeOptions.DEFAULT)
    private int workers;

    public int checked(CommandLine line) {
        SizeOptions.checkRange(line, "--workers", workers, 1, MOST_WORKERS);
        return workers;
    }
}
