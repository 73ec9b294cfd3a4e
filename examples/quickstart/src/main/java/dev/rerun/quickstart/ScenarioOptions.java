package dev.rerun.quickstart;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options that make up a scenario; their defaults are those whose answer is published. */
final class ScenarioOptions {
    private static final String DEFAULT = " (default: ${DEFAULT-VALUE})";
    private static final int LONGEST_RETENTION = 36_500;
    private static final int MOST_WORKERS = 64;

    @Option(
            names = "--cutoff",
            paramLabel = "INSTANT",
            defaultValue = "2011-09-01T00:00:00",
            converter = InstantConverter.class,
            description = "calculate again what lies after this" + DEFAULT)
    private Instant cutoff = Instant.EPOCH;

    @Option(
            names = "--until",
            paramLabel = "INSTANT",
            converter = InstantConverter.class,
            description = "and not after this (default: no end)")
    private @Nullable Instant until;

    @Option(
            names = "--now",
            paramLabel = "INSTANT",
            defaultValue = "2011-12-10T00:00:00",
            converter = InstantConverter.class,
            description = "the instant that counts as the present" + DEFAULT)
    private Instant now = Instant.EPOCH;

    @Option(
            names = "--retention-days",
            paramLabel = "DAYS",
            defaultValue = "45",
            converter = WholeNumberConverter.class,
            description = "leave alone what is older than this" + DEFAULT)
    private int retentionDays;

    @Option(
            names = "--uk-v2-from",
            paramLabel = "INSTANT",
            defaultValue = "2011-10-01T00:00:00",
            converter = InstantConverter.class,
            description = "when version v2 of contract uk comes into effect" + DEFAULT)
    private Instant ukV2From = Instant.EPOCH;

    @Option(
            names = "--export-v2-from",
            paramLabel = "INSTANT",
            defaultValue = "2011-11-01T00:00:00",
            converter = InstantConverter.class,
            description = "when version v2 of contract export comes into effect" + DEFAULT)
    private Instant exportV2From = Instant.EPOCH;

    @Option(
            names = "--invoiced-modulus",
            paramLabel = "N",
            defaultValue = "7",
            converter = WholeNumberConverter.class,
            description = "items of customers divisible by N are on invoices" + DEFAULT)
    private int invoicedModulus;

    @Option(
            names = "--invoiced-before",
            paramLabel = "INSTANT",
            defaultValue = "2011-11-15T00:00:00",
            converter = InstantConverter.class,
            description = "if they are dated before this" + DEFAULT)
    private Instant invoicedBefore = Instant.EPOCH;

    @Option(
            names = "--ui-modulus",
            paramLabel = "N",
            defaultValue = "100",
            converter = WholeNumberConverter.class,
            description = "customers divisible by N get an item made in the UI" + DEFAULT)
    private int uiModulus;

    @Option(
            names = "--ui-at",
            paramLabel = "INSTANT",
            defaultValue = "2011-11-20T12:00:00",
            converter = InstantConverter.class,
            description = "what that item is dated" + DEFAULT)
    private Instant uiAt = Instant.EPOCH;

    @Option(
            names = "--edit-modulus",
            paramLabel = "N",
            defaultValue = "1000",
            converter = WholeNumberConverter.class,
            description = "commission items of lines divisible by N are edited to 99.99" + DEFAULT)
    private int editModulus;

    @Option(
            names = "--workers",
            paramLabel = "N",
            defaultValue = "2",
            converter = WholeNumberConverter.class,
            description = "how many threads of this process calculate the rerun; 0 leaves it to processes with --worker"
                    + DEFAULT)
    private int workers;

    /** The scenario whose answer is published. */
    static Scenario published() {
        ScenarioOptions options = new ScenarioOptions();
        CommandLine line = new CommandLine(options);
        line.parseArgs();
        return options.scenario(line);
    }

    /** Checks what one option alone cannot. */
    Scenario scenario(CommandLine line) {
        atLeastOne(line, "--invoiced-modulus", invoicedModulus);
        atLeastOne(line, "--ui-modulus", uiModulus);
        atLeastOne(line, "--edit-modulus", editModulus);
        inRange(line, "--retention-days", retentionDays, 1, LONGEST_RETENTION);
        inRange(line, "--workers", workers, 0, MOST_WORKERS);
        if (until != null && !cutoff.isBefore(until)) {
            throw wrong(line, "--cutoff", cutoff, "is not before --until " + until + "; give an earlier cutoff");
        }
        if (cutoff.isAfter(now)) {
            throw wrong(line, "--cutoff", cutoff, "is after --now " + now + "; give an earlier cutoff");
        }
        return new Scenario(
                cutoff,
                until,
                now,
                Duration.ofDays(retentionDays),
                ukV2From,
                exportV2From,
                invoicedModulus,
                invoicedBefore,
                uiModulus,
                uiAt,
                editModulus,
                workers);
    }

    private static void atLeastOne(CommandLine line, String option, int value) {
        inRange(line, option, value, 1, Integer.MAX_VALUE);
    }

    private static void inRange(CommandLine line, String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw wrong(line, option, value, "is out of range; give a whole number from " + least + " to " + most);
        }
    }

    private static ParameterException wrong(CommandLine line, String option, Object value, String remedy) {
        return new ParameterException(line, "Invalid value for option '" + option + "': '" + value + "' " + remedy);
    }
}
