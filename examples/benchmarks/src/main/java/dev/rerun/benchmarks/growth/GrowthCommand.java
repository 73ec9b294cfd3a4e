package dev.rerun.benchmarks.growth;

import dev.rerun.benchmarks.command.DatabaseOptions;
import dev.rerun.benchmarks.command.Progress;
import dev.rerun.benchmarks.command.RoundsOption;
import dev.rerun.benchmarks.command.SizeOptions;
import dev.rerun.benchmarks.server.BenchmarkServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of the growth benchmark. */
@Command(
        name = "growth",
        sortOptions = false,
        usageHelpAutoWidth = true,
        header = "Measures how the cost of a rerun grows.",
        description = {
            "",
            "Lets the engine carry out reruns of the workload plain in which one thing differs at a time: how many entries"
                    + " there are, how many items each has, how many ordering keys (one is a hot key), how many entries a"
                    + " batch has, how many workers there are, and how many where logic takes a millisecond for an entry."
                    + " The results go into a folder as a table, as charts and as JSON.",
            ""
        })
public final class GrowthCommand implements Callable<Integer> {
    private static final long MOST_ENTRIES = 20_000_000;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--entries",
            paramLabel = "N",
            defaultValue = "100000",
            description = "how many entries are calculated again where something else differs" + SizeOptions.DEFAULT)
    private long entries;

    @Option(
            names = "--most",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "how many entries there are at most where their number differs; it begins with 10,000"
                    + SizeOptions.DEFAULT)
    private long most;

    @Option(
            names = "--series",
            split = ",",
            paramLabel = "NAME",
            description = "what differs: entries, items, keys, batch, workers, busy (workers whose logic takes a"
                    + " millisecond); several with commas between (default: all)")
    private List<String> series =
            Arrays.stream(Series.values()).map(Series::shortName).toList();

    @Mixin
    private RoundsOption rounds = new RoundsOption(3);

    @Option(
            names = "--out",
            paramLabel = "DIR",
            required = true,
            description = "the folder for growth.md, growth.json and the charts, which is made if it is not there"
                    + " (default: none, it must be given)")
    private Path out = Path.of("");

    @Mixin
    private DatabaseOptions where = new DatabaseOptions();

    @Option(names = "--help", usageHelp = true, description = "show this and exit")
    @SuppressWarnings("UnusedVariable") // picocli looks at the option, not at the field
    private boolean help;

    private final Progress.Display display;

    public GrowthCommand(Progress.Display display) {
        this.display = display;
    }

    private static Series named(CommandLine line, String name) {
        return Arrays.stream(Series.values())
                .filter(one -> one.shortName().equals(name))
                .findFirst()
                .orElseThrow(() -> new ParameterException(
                        line,
                        "Invalid value for option '--series': '" + name + "' is none; give some of "
                                + Arrays.stream(Series.values())
                                        .map(Series::shortName)
                                        .collect(Collectors.joining(", "))));
    }

    @Override
    public Integer call() throws Exception {
        CommandLine line = spec.commandLine();
        SizeOptions.checkRange(line, "--entries", entries, 1, MOST_ENTRIES);
        SizeOptions.checkRange(line, "--most", most, Series.LEAST_ENTRIES, MOST_ENTRIES);
        int times = rounds.checked(line);
        where.check(line);
        Files.createDirectories(out);
        List<Point> points = series.stream()
                .distinct()
                .flatMap(name -> named(line, name).points(entries, most).stream())
                .toList();
        GrowthReport report;
        try (BenchmarkServer server = where.open();
                Progress progress = display.begin("Growth", Growth.steps(points, times))) {
            report = new GrowthReport(
                    List.of(
                            "PostgreSQL: " + String.join(", ", server.description()),
                            "Java: " + Runtime.version() + ", "
                                    + Runtime.getRuntime().availableProcessors() + " processors",
                            "Rounds: " + times),
                    Series.usual(entries),
                    new Growth(server, progress).run(Series.usual(entries), points, times));
        }
        report.writeTo(out);
        report.lines().forEach(line.getOut()::println);
        line.getOut().println("Written to " + out.toAbsolutePath());
        line.getOut().flush();
        return 0;
    }
}
