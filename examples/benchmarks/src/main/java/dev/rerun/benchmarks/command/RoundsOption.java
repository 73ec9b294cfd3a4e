package dev.rerun.benchmarks.command;

import picocli.CommandLine;
import picocli.CommandLine.Option;

/** The option that says how often everything is measured. */
public final class RoundsOption {
    private static final int MOST_ROUNDS = 1_000;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "how many times each has its turn" + SizeOptions.DEFAULT)
    private int rounds;

    public RoundsOption(int usual) {
        this.rounds = usual;
    }

    public int checked(CommandLine line) {
        SizeOptions.checkRange(line, "--rounds", rounds, 1, MOST_ROUNDS);
        return rounds;
    }

    /** As it was given, for after it was checked. */
    public int rounds() {
        return rounds;
    }
}
