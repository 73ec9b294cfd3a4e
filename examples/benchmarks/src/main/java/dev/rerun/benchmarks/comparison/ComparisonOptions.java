package dev.rerun.benchmarks.comparison;

import dev.rerun.benchmarks.command.RoundsOption;
import dev.rerun.benchmarks.command.SizeOptions;
import dev.rerun.benchmarks.workload.PlainWorkload;
import dev.rerun.benchmarks.workload.RetailWorkload;
import dev.rerun.benchmarks.workload.Workload;
import dev.rerun.quickstart.RetailHistory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options that say what is compared, and where the results go. */
final class ComparisonOptions {
    private static final int MOST_ENTRIES = 20_000_000;
    private static final int MOST_THREADS = 64;
    private static final int MOST_WARM_UP = 100;
    private static final int WARM_UP_ENTRIES = 100_000;
    private static final String PLAIN = "plain";
    private static final String RETAIL = "retail";
    private static final String BOTH = "both";

    @Option(
            names = "--entries",
            paramLabel = "N",
            defaultValue = "100000",
            description =
                    "how many entries of the workload plain are calculated again; as many more, before the cutoff,"
                            + " are not" + SizeOptions.DEFAULT)
    private long entries;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "the folder for results.json, results.md, reprocess.svg and prepare.svg, which is made if it is not"
                            + " there (default: none, it must be given)")
    private @Nullable Path out;

    @Mixin
    private RoundsOption rounds = new RoundsOption(3);

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "5",
            description = "how many turns each has before of which nothing is told, of at most " + WARM_UP_ENTRIES
                    + " entries; fewer if they take longer than 40 seconds" + SizeOptions.DEFAULT)
    private int warmUp;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "2",
            description = "how many threads each contender works with" + SizeOptions.DEFAULT)
    private int threads;

    @Option(
            names = "--workload",
            paramLabel = "NAME",
            defaultValue = BOTH,
            description =
                    "plain: made-up entries with trivial logic; retail: the Online Retail scenario of the quickstart;"
                            + " or both" + SizeOptions.DEFAULT)
    private String workload = BOTH;

    @Option(
            names = "--retail",
            paramLabel = "FILE",
            description =
                    "the invoice lines of the workload retail, as CSV, plain or compressed with gzip (default: the"
                            + " quickstart's sample, which is too small to measure much by)")
    private @Nullable Path retail;

    @Option(
            names = "--contenders",
            paramLabel = "NAME",
            split = ",",
            description = "who is compared, with commas between: floor, floor-kafka, rerun, rerun-kafka, spring-batch,"
                    + " row-by-row (default: all)")
    private List<String> contenders = List.copyOf(Contenders.FAMILIES);

    void check(CommandLine line) {
        SizeOptions.checkRange(line, "--entries", entries, 1, MOST_ENTRIES);
        rounds.checked(line);
        SizeOptions.checkRange(line, "--warm-up", warmUp, 0, MOST_WARM_UP);
        SizeOptions.checkRange(line, "--threads", threads, 1, MOST_THREADS);
        if (!List.of(PLAIN, RETAIL, BOTH).contains(workload)) {
            throw wrong(line, "--workload", workload, "is no workload; give plain, retail or both");
        }
        if (retail != null && workload.equals(PLAIN)) {
            throw wrong(line, "--retail", retail, "belongs to the workload retail; give --workload retail or both");
        }
        if (retail != null && !Files.isReadable(retail)) {
            throw wrong(line, "--retail", retail, "cannot be read; give a file with invoice lines");
        }
        for (String name : contenders) {
            if (!Contenders.FAMILIES.contains(name)) {
                throw wrong(line, "--contenders", name, "is no contender; give some of " + Contenders.FAMILIES);
            }
        }
        if (out == null) {
            throw new ParameterException(line, "Missing option '--out'; give a folder for the results");
        }
        if (Files.exists(out) && !Files.isDirectory(out)) {
            throw wrong(line, "--out", out, "is a file; give a folder for the results");
        }
    }

    private static ParameterException wrong(CommandLine line, String option, Object value, String remedy) {
        return new ParameterException(line, "Invalid value for option '" + option + "': '" + value + "' " + remedy);
    }

    /** Where results go, once checked. */
    Path out() {
        return Objects.requireNonNull(out);
    }

    int rounds() {
        return rounds.rounds();
    }

    int warmUp() {
        return warmUp;
    }

    int threads() {
        return threads;
    }

    Set<String> families() {
        return new LinkedHashSet<>(contenders);
    }

    /** A workload, and a small one of its kind by which everybody warms up. */
    record Pair(Workload workload, Workload small) {}

    List<Pair> workloads() {
        List<Pair> workloads = new ArrayList<>();
        if (!workload.equals(RETAIL)) {
            workloads.add(new Pair(new PlainWorkload(entries), new PlainWorkload(Math.min(entries, WARM_UP_ENTRIES))));
        }
        if (!workload.equals(PLAIN)) {
            RetailWorkload sample = new RetailWorkload(RetailHistory.ofSample());
            workloads.add(new Pair(retail == null ? sample : new RetailWorkload(RetailHistory.of(retail)), sample));
        }
        return workloads;
    }
}
