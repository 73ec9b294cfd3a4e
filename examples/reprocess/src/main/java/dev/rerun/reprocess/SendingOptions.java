package dev.rerun.reprocess;

import dev.rerun.api.RerunOptions;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** The options of commands that select packets. */
final class SendingOptions {
    private static final String USUAL = "usual";

    @Option(
            names = "--approach",
            paramLabel = "NAME",
            description = "which approach of the configuration --db takes (default: " + USUAL + ")")
    private @Nullable String approach;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description =
                    "send no more than N packets, such as 1 for the first try (default: with --db the configuration's)")
    private @Nullable Long limit;

    @Option(
            names = "--delay",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "wait so long after each packet, such as 500ms (default: the configuration's)")
    private @Nullable Duration delay;

    @Option(names = "--repeat", description = "with --db: begin the next run when one is over, until nothing matches")
    private boolean repeat;

    @Option(names = "--dry-run", description = "print what would be sent; nothing is sent or written")
    private boolean dryRun;

    @Option(names = "--beside", description = "begin a run though another one is not over")
    private boolean beside;

    /** Reads durations. */
    static final class DurationConverter implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String value) {
            try {
                return DurationText.parse(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** Refuses options that mean nothing for what was chosen. */
    void check(CommandLine line, Choice choice) {
        List<String> idle = new ArrayList<>();
        add(idle, "--approach", approach != null && !choice.db);
        add(idle, "--repeat", repeat && (!choice.db || dryRun));
        add(idle, "--limit", limit != null && !choice.selects());
        add(idle, "--delay", delay != null && !choice.selects());
        add(idle, "--dry-run", dryRun && !choice.selects());
        add(idle, "--beside", beside && (!choice.selects() || dryRun));
        if (!idle.isEmpty()) {
            throw new ParameterException(
                    line, String.join(", ", idle) + " can do nothing here; see which options they belong to");
        }
    }

    private static void add(List<String> idle, String name, boolean isIdle) {
        if (isIdle) {
            idle.add(name);
        }
    }

    boolean repeat() {
        return repeat;
    }

    boolean dryRun() {
        return dryRun;
    }

    boolean beside() {
        return beside;
    }

    /** Which packets are meant; what can be seen without the database is checked. */
    Selection selection(Choice choice, Configuration configuration, PrintWriter warnings) {
        if (choice.registration != null) {
            return Selection.ofRegistration(choice.registration, configuration);
        }
        if (choice.file == null) {
            return Selection.ofApproach(approach == null ? USUAL : approach, repeat, configuration);
        }
        RegistrationFile file = RegistrationFile.read(choice.file);
        if (!file.repeated().isEmpty()) {
            warnings.println(file.name() + " names "
                    + RunWords.packets(file.repeated().size()) + " more than once; each is sent once:");
            file.repeated().forEach(packet -> warnings.println("  " + packet));
            warnings.flush();
        }
        return Selection.ofFile(file, configuration);
    }

    /** How many packets, and how fast. */
    RerunOptions options(Choice choice, Configuration configuration) {
        // Who names packets means all of them.
        Long most = limit == null && choice.db ? Long.valueOf(configuration.limit()) : limit;
        try {
            RerunOptions paced =
                    RerunOptions.DEFAULT.pauseBetweenEntries(delay == null ? configuration.delay() : delay);
            return most == null ? paced : paced.limit(most);
        } catch (IllegalArgumentException e) {
            throw new RefusedException("limit or delay: " + e.getMessage(), e);
        }
    }
}
