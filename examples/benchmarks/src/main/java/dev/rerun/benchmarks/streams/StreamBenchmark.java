package dev.rerun.benchmarks.streams;

import dev.rerun.benchmarks.command.Progress;
import dev.rerun.benchmarks.history.Dataset;
import dev.rerun.benchmarks.history.DatasetFiller;
import dev.rerun.benchmarks.history.SameWork;
import dev.rerun.benchmarks.history.WorkDone;
import dev.rerun.benchmarks.measure.Delays;
import dev.rerun.benchmarks.server.BenchmarkBroker;
import dev.rerun.benchmarks.server.BenchmarkServer;
import dev.rerun.benchmarks.streams.StreamResult.Round;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Queues the same rerun and works on it by turns with the stream in the process and with that over Kafka. Each turn has a
 * fresh copy of the same database. Live messages go on all the while, so they cost both ways the same; what they feel of each
 * is held against a quiet time between the two.
 */
final class StreamBenchmark {
    private static final String TEMPLATE = "template";
    private static final String SMALL = "small";
    private static final String COPY = "copy";
    private static final Dataset WARM_UP = new Dataset(20_000, 40_000);

    private final BenchmarkServer server;
    private final BenchmarkBroker broker;
    private final Dataset dataset;
    private final int workers;
    private final Progress.Display display;

    StreamBenchmark(
            BenchmarkServer server, BenchmarkBroker broker, Dataset dataset, int workers, Progress.Display display) {
        this.server = server;
        this.broker = broker;
        this.dataset = dataset;
        this.workers = workers;
        this.display = display;
    }

    StreamResult run(int rounds) throws SQLException {
        try (Progress progress = display.begin("Kafka", 2 + 3 * rounds);
                LiveTraffic traffic = LiveTraffic.in(broker)) {
            StreamWay inProcess = StreamWay.inProcess();
            StreamWay kafka = StreamWay.kafka(broker);
            progress.step("filling the database");
            new DatasetFiller(dataset).fill(server.create(TEMPLATE));
            progress.step("warming up");
            Dataset small = WARM_UP.atMost(dataset);
            new DatasetFiller(small).fill(server.create(SMALL));
            SameWork smallWork = new SameWork(small);
            turn(inProcess, SMALL, smallWork, traffic);
            turn(kafka, SMALL, smallWork, traffic);
            SameWork sameWork = new SameWork(dataset);
            List<Round> measured = new ArrayList<>();
            for (int i = 1; i <= rounds; i++) {
                String round = "round " + i + " of " + rounds + ", ";
                // By turns also who is first.
                boolean kafkaFirst = i % 2 == 0;
                StreamWay first = kafkaFirst ? kafka : inProcess;
                StreamWay second = kafkaFirst ? inProcess : kafka;
                progress.step(round + first.name());
                StreamTurn one = turn(first, TEMPLATE, sameWork, traffic);
                progress.step(round + "quiet");
                Delays quiet = quiet(one, traffic);
                progress.step(round + second.name());
                StreamTurn other = turn(second, TEMPLATE, sameWork, traffic);
                measured.add(kafkaFirst ? new Round(other, quiet, one) : new Round(one, quiet, other));
            }
            return new StreamResult(server.description(), broker.description(), dataset, workers, measured);
        }
    }

    private StreamTurn turn(StreamWay way, String template, SameWork same, LiveTraffic traffic) throws SQLException {
        PGSimpleDataSource database = server.copy(template, COPY);
        server.settle();
        StreamTurn turn = StreamTurn.take(way, database, workers, traffic);
        same.check(way.name(), turn.queueing().counts(), WorkDone.in(database));
        server.drop(COPY);
        return turn;
    }

    /** As long as a turn. */
    private Delays quiet(StreamTurn turn, LiveTraffic traffic) throws SQLException {
        server.settle();
        long now = System.nanoTime();
        return traffic.between(now, now + turn.whole().toNanos());
    }
}
