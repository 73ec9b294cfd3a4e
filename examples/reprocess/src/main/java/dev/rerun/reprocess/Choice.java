package dev.rerun.reprocess;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is to be done: one of these. */
final class Choice {
    /** Stands for the one run that is not over. */
    static final long THE_ONE = 0;

    @Option(names = "--db", description = "send the packets that an approach of the configuration selects")
    boolean db;

    @Option(names = "--registration", paramLabel = Registration.FORM, description = "send one packet")
    @Nullable
    String registration;

    @Option(
            names = "--file",
            paramLabel = "PATH",
            description = "send the packets of a file, which has one on each line, as --registration has it")
    @Nullable
    Path file;

    @Option(
            names = "--resume",
            paramLabel = "RUN",
            arity = "0..1",
            fallbackValue = "0",
            description = "go on with a run that is not over, whichever command started it")
    @Nullable
    Long resume;

    @Option(
            names = "--cancel",
            paramLabel = "RUN",
            arity = "0..1",
            fallbackValue = "0",
            description = "end a run that is not over; what was sent was sent")
    @Nullable
    Long cancel;

    @Option(names = "--retry", paramLabel = "RUN", description = "send the failed packets of the last run again")
    @Nullable
    Long retry;

    @Option(names = "--status", description = "print the last runs")
    boolean status;

    @Option(
            names = "--print-config",
            description = "print a configuration with everything that can be set, to be filled in")
    boolean printConfig;

    /** Whether it begins a run. */
    boolean selects() {
        return db || registration != null || file != null;
    }
}
