package dev.rerun.benchmarks.command;

import dev.rerun.benchmarks.history.Dataset;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options that say how much is measured. */
public final class SizeOptions {
    public static final String DEFAULT = " (default: ${DEFAULT-VALUE})";

    private static final long MOST_ROWS = 100_000_000;
    private static final int LEAST_ITEMS = 20;

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

    public Dataset dataset(CommandLine line) {
        checkRange(line, "--entries", entries, 1, MOST_ROWS);
        checkRange(line, "--items", items, LEAST_ITEMS, MOST_ROWS);
        return new Dataset(entries, items);
    }

    public static void checkRange(CommandLine line, String option, long value, long least, long most) {
        if (value < least || value > most) {
            throw new ParameterException(
                    line,
                    "Invalid value for option '" + option + "': '" + value
                            + "' is out of range; give a whole number from " + least + " to " + most);
        }
    }
}
