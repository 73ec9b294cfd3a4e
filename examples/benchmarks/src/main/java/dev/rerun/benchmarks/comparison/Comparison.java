package dev.rerun.benchmarks.comparison;

import dev.rerun.benchmarks.command.Progress;
import dev.rerun.benchmarks.contenders.Contender;
import dev.rerun.benchmarks.contenders.Turn;
import dev.rerun.benchmarks.measure.HeapPeak;
import dev.rerun.benchmarks.report.Measurement;
import dev.rerun.benchmarks.server.BenchmarkServer;
import dev.rerun.benchmarks.workload.Workload;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Lets every contender have its turn in each of several rounds. Each turn has a fresh copy of the same database, on a server
 * that has written down all that went before. Who is first changes from round to round.
 */
final class Comparison {
    private static final String TEMPLATE = "template";
    private static final String COPY = "copy";

    private final BenchmarkServer server;
    private final List<Contender> contenders;
    private final int threads;
    private final Progress progress;

    Comparison(BenchmarkServer server, List<Contender> contenders, int threads, Progress progress) {
        this.server = server;
        this.contenders = List.copyOf(contenders);
        this.threads = threads;
        this.progress = progress;
    }

    /** How many steps a run with its warm-up shows. */
    static int steps(int contenders, int rounds) {
        return 2 + (1 + rounds) * contenders;
    }

    /** Runs a small workload, of which nothing is told, so that what is measured next is no compiling. */
    void warmUp(Workload small) throws SQLException {
        progress.step(small.name() + ": filling a small database");
        rounds(small, 1, small.name() + ": warming up, ");
    }

    /** Runs a workload and tells what each contender took, in the order of the contenders. */
    List<Measurement> run(Workload workload, int rounds) throws SQLException {
        progress.step(workload.name() + ": filling the database");
        return rounds(workload, rounds, workload.name() + ": ");
    }

    private List<Measurement> rounds(Workload workload, int rounds, String title) throws SQLException {
        workload.fill(server.create(TEMPLATE));
        SameResult same = new SameResult(workload);
        Map<Contender, List<Turn>> turns = new LinkedHashMap<>();
        Map<Contender, HeapPeak> heaps = new LinkedHashMap<>();
        contenders.forEach(contender -> turns.put(contender, new ArrayList<>()));
        for (int round = 0; round < rounds; round++) {
            for (int place = 0; place < contenders.size(); place++) {
                Contender contender = contenders.get((place + round) % contenders.size());
                progress.step(title + "round " + (round + 1) + " of " + rounds + ", " + contender.name());
                PGSimpleDataSource database = server.copy(TEMPLATE, COPY);
                server.settle();
                try (HeapPeak.Watch heap = HeapPeak.watch()) {
                    turns.computeIfAbsent(contender, one -> new ArrayList<>())
                            .add(contender.take(database, workload, threads));
                    heaps.merge(contender, heap.peak(), HeapPeak::orMore);
                }
                List<Turn> taken = turns.getOrDefault(contender, List.of());
                same.check(contender, taken.get(taken.size() - 1), database);
                server.drop(COPY);
            }
        }
        server.drop(TEMPLATE);
        List<Measurement> measured = new ArrayList<>();
        turns.forEach((contender, taken) -> measured.add(new Measurement(
                workload.name(),
                contender.name(),
                contender.family(),
                taken.get(0).done(),
                threads,
                taken,
                heaps.getOrDefault(contender, HeapPeak.NONE))));
        return measured;
    }
}
