package dev.rerun.benchmarks.comparison;

import dev.rerun.benchmarks.command.DatabaseOptions;
import dev.rerun.benchmarks.command.KafkaOptions;
import dev.rerun.benchmarks.command.Progress;
import dev.rerun.benchmarks.comparison.ComparisonOptions.Pair;
import dev.rerun.benchmarks.contenders.Contender;
import dev.rerun.benchmarks.report.Measurement;
import dev.rerun.benchmarks.report.Results;
import dev.rerun.benchmarks.report.Table;
import dev.rerun.benchmarks.server.BenchmarkBroker;
import dev.rerun.benchmarks.server.BenchmarkServer;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/** The command line of the comparison: what is done if no other command is named. */
public final class ComparisonCommand {
    private static final long MEGABYTE = 1 << 20;

    @Mixin
    private ComparisonOptions options = new ComparisonOptions();

    @Mixin
    private DatabaseOptions database = new DatabaseOptions();

    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    /** Compares, writes the results into their folder and says where they are. */
    public void run(CommandLine line, Progress.Display display) throws SQLException, IOException {
        options.check(line);
        database.check(line);
        kafka.check(line);
        Files.createDirectories(options.out());
        Results results;
        try (BenchmarkBroker broker = Contenders.needKafka(options.families()) ? kafka.open() : null;
                BenchmarkServer server = database.open()) {
            results = compare(server, broker, display);
        }
        results.writeTo(options.out());
        new Table(results).lines().forEach(line.getOut()::println);
        line.getOut().println("Written to " + options.out().toAbsolutePath());
        line.getOut().flush();
    }

    private Results compare(BenchmarkServer server, @Nullable BenchmarkBroker broker, Progress.Display display)
            throws SQLException {
        List<Contender> contenders =
                Contenders.of(options.families(), () -> Objects.requireNonNull(broker, "no contender needs Kafka"));
        List<Pair> workloads = options.workloads();
        Map<String, String> places = places(server, broker);
        List<Measurement> measured = new ArrayList<>();
        Map<String, String> descriptions = new LinkedHashMap<>();
        int steps = Comparison.steps(contenders.size(), options.rounds()) * workloads.size();
        try (Progress progress = display.begin("Comparison", steps)) {
            Comparison comparison = new Comparison(server, contenders, options.threads(), progress);
            for (Pair pair : workloads) {
                comparison.warmUp(pair.small(), options.warmUp());
                measured.addAll(comparison.run(pair.workload(), options.rounds()));
                descriptions.put(pair.workload().name(), pair.workload().description());
            }
        }
        Map<String, String> names = new LinkedHashMap<>();
        contenders.forEach(one -> names.put(one.name(), one.description()));
        return new Results(places, descriptions, names, measured);
    }

    private Map<String, String> places(BenchmarkServer server, @Nullable BenchmarkBroker broker) throws SQLException {
        Map<String, String> places = new LinkedHashMap<>();
        places.put("PostgreSQL", String.join(", ", server.description()));
        if (broker != null) {
            places.put("Kafka", String.join(", ", broker.description()));
        }
        Runtime runtime = Runtime.getRuntime();
        places.put(
                "Java",
                Runtime.version() + ", heap of " + runtime.maxMemory() / MEGABYTE + " MB at most, "
                        + runtime.availableProcessors() + " processors");
        places.put(
                "Rounds",
                options.rounds() + " after up to " + options.warmUp() + " turns that are not told, with "
                        + options.threads() + " threads for each contender");
        return places;
    }
}
