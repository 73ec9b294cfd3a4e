package dev.rerun.quickstart;

import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The option that makes this process a worker. */
final class WorkerOption {
    private static final Set<String> GOES_WITH = Set.of(
            "--worker",
            "--jdbc-url",
            "--db-user",
            "--db-password",
            "--kafka",
            "--topic",
            "--workers",
            "--uk-v2-from",
            "--export-v2-from");

    @Option(
            names = "--worker",
            description =
                    "only calculate, until ctrl-C, what a rerun of another process queues; needs its --jdbc-url, its"
                            + " --kafka and --topic if it has them, and its --uk-v2-from and --export-v2-from"
                            + " (default: run the scenario)")
    private boolean worker;

    /** Whether it is given; if so, every option that is given with it has a meaning for a worker. */
    boolean given(CommandLine line, int workers) {
        if (!worker) {
            return false;
        }
        for (OptionSpec option : line.getParseResult().matchedOptions()) {
            if (!GOES_WITH.contains(option.longestName())) {
                throw new ParameterException(
                        line,
                        "Option '" + option.longestName() + "' means nothing to a --worker, which runs no scenario;"
                                + " leave it out, and give it to the process that does");
            }
        }
        if (workers == 0) {
            throw new ParameterException(
                    line, "Invalid value for option '--workers': '0' leaves a --worker nothing to do; give at least 1");
        }
        return true;
    }
}
