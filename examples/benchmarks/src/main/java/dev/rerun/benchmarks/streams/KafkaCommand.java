package dev.rerun.benchmarks.streams;

import dev.rerun.benchmarks.command.DatabaseOptions;
import dev.rerun.benchmarks.command.KafkaOptions;
import dev.rerun.benchmarks.command.Page;
import dev.rerun.benchmarks.command.Progress;
import dev.rerun.benchmarks.command.RoundsOption;
import dev.rerun.benchmarks.command.SizeOptions;
import dev.rerun.benchmarks.command.WorkersOption;
import dev.rerun.benchmarks.history.Dataset;
import dev.rerun.benchmarks.server.BenchmarkBroker;
import dev.rerun.benchmarks.server.BenchmarkServer;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command line of the stream benchmark. */
@Command(
        name = "kafka",
        sortOptions = false,
        usageHelpAutoWidth = true,
        header = "Measures the stream over Kafka against the one in the process.",
        description = {
            "",
            "Makes a history in PostgreSQL, queues a rerun in copies of it and works on it to its end, by turns with the"
                    + " stream in the process and with the one over Kafka. Its logic reads nothing, so that what"
                    + " the stream takes shows the most. After each turn the tables must hold the same."
                    + " Meanwhile a producer and a read_committed consumer of another topic measure how long live messages"
                    + " take, and do so too in a quiet time that is as long as a turn.",
            ""
        })
public final class KafkaCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private SizeOptions size = new SizeOptions();

    @Mixin
    private RoundsOption rounds = new RoundsOption(3);

    @Mixin
    private WorkersOption workers = new WorkersOption();

    @Mixin
    private DatabaseOptions database = new DatabaseOptions();

    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    @Option(names = "--help", usageHelp = true, description = "show this and exit")
    @SuppressWarnings("UnusedVariable") // picocli looks at the option, not at the field
    private boolean help;

    private final Progress.Display display;

    public KafkaCommand(Progress.Display display) {
        this.display = display;
    }

    @Override
    public Integer call() throws Exception {
        CommandLine line = spec.commandLine();
        Dataset dataset = size.dataset(line);
        int times = rounds.checked(line);
        int threads = workers.checked(line);
        database.check(line);
        kafka.check(line);
        try (BenchmarkBroker broker = kafka.open();
                BenchmarkServer server = database.open()) {
            StreamBenchmark benchmark = new StreamBenchmark(server, broker, dataset, threads, display);
            new StreamResultPrinter(new Page(line.getOut())).print(benchmark.run(times));
        }
        return 0;
    }
}
