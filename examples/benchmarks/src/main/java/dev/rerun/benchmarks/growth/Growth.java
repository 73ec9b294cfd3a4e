package dev.rerun.benchmarks.growth;

import dev.rerun.benchmarks.command.Progress;
import dev.rerun.benchmarks.contenders.Turn;
import dev.rerun.benchmarks.contenders.engine.EngineContender;
import dev.rerun.benchmarks.measure.HeapPeak;
import dev.rerun.benchmarks.report.Measurement;
import dev.rerun.benchmarks.server.BenchmarkFailedException;
import dev.rerun.benchmarks.server.BenchmarkServer;
import dev.rerun.benchmarks.workload.PlainWorkload;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.postgresql.ds.PGSimpleDataSource;

/** Measures points: each in several turns, in fresh copies of its history, on a server that has nothing else to write. */
final class Growth {
    private static final String TEMPLATE = "template";
    private static final String COPY = "copy";

    private static final int WARM_UP_TURNS = 5;

    private final BenchmarkServer server;
    private final Progress progress;

    Growth(BenchmarkServer server, Progress progress) {
        this.server = server;
        this.progress = progress;
    }

    static int steps(List<Point> points, int rounds) {
        return 1 + WARM_UP_TURNS + histories(points).size() + points.size() * rounds;
    }

    /** The points of one history, which is made once. */
    private static Map<PlainWorkload, List<Point>> histories(List<Point> points) {
        Map<PlainWorkload, List<Point>> histories = new LinkedHashMap<>();
        points.forEach(point -> histories
                .computeIfAbsent(point.workload(), key -> new ArrayList<>())
                .add(point));
        return histories;
    }

    /** Measures points after one of which nothing is told, so that what is measured is no compiling. */
    Map<Point, Measurement> run(Point warmUp, List<Point> points, int rounds) throws SQLException {
        measure(List.of(warmUp), warmUp.workload(), WARM_UP_TURNS);
        Map<Point, Measurement> measured = new HashMap<>();
        for (Map.Entry<PlainWorkload, List<Point>> history : histories(points).entrySet()) {
            measured.putAll(measure(history.getValue(), history.getKey(), rounds));
        }
        Map<Point, Measurement> inOrder = new LinkedHashMap<>();
        points.forEach(point -> inOrder.put(point, Objects.requireNonNull(measured.get(point))));
        return inOrder;
    }

    private Map<Point, Measurement> measure(List<Point> points, PlainWorkload workload, int rounds)
            throws SQLException {
        progress.step("filling a database with " + workload.entries() + " entries");
        workload.fill(server.create(TEMPLATE));
        Map<Point, Measurement> measured = new LinkedHashMap<>();
        for (Point point : points) {
            EngineContender engine = EngineContender.inProcess(point.batchSize());
            List<Turn> turns = new ArrayList<>();
            HeapPeak heap = HeapPeak.NONE;
            for (int round = 1; round <= rounds; round++) {
                progress.step(point.series().title() + " " + point.value() + ", round " + round + " of " + rounds);
                PGSimpleDataSource database = server.copy(TEMPLATE, COPY);
                server.settle();
                try (HeapPeak.Watch watch = HeapPeak.watch()) {
                    turns.add(checked(point, engine.take(database, workload, point.workers())));
                    heap = heap.orMore(watch.peak());
                }
                server.drop(COPY);
            }
            measured.put(
                    point,
                    new Measurement(
                            workload.name(),
                            engine.name(),
                            engine.family(),
                            workload.entries(),
                            point.workers(),
                            turns,
                            heap));
        }
        server.drop(TEMPLATE);
        return measured;
    }

    private static Turn checked(Point point, Turn turn) {
        if (!turn.counts().equals(point.workload().expected())) {
            throw new BenchmarkFailedException("at " + point + " the engine counted " + turn.counts() + " in place of "
                    + point.workload().expected());
        }
        return turn;
    }
}
