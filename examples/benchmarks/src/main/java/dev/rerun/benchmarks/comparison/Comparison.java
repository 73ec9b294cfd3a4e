package dev.rerun.benchmarks.comparison;

import dev.rerun.benchmarks.command.Progress;
import dev.rerun.benchmarks.contenders.Contender;
import dev.rerun.benchmarks.contenders.Turn;
import dev.rerun.benchmarks.measure.HeapPeak;
import dev.rerun.benchmarks.report.Measurement;
import dev.rerun.benchmarks.server.BenchmarkServer;
import dev.rerun.benchmarks.workload.Workload;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Lets every contender have its turn in each of several rounds. Each turn has a fresh copy of the same database, on a server
 * that has written down all that went before. Who is first changes from round to round.
 */
final class Comparison {
    private static final String TEMPLATE = "template";
    private static final String COPY = "copy";
    private static final Duration LONGEST_WARM_UP = Duration.ofSeconds(40);

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

    /**
     * Lets each contender have some turns of which nothing is told, so that what is measured next is no compiling: fewer if they
     * take long, for what takes long compiles little.
     */
    void warmUp(Workload small, int turns) throws SQLException {
        progress.step(small.name() + ": filling a small database");
        small.fill(server.create(TEMPLATE));
        SameResult same = new SameResult(small);
        for (Contender contender : contenders) {
            progress.step(small.name() + ": warming up, " + contender.name());
            Taken untold = new Taken(contender);
            long end = System.nanoTime() + LONGEST_WARM_UP.toNanos();
            for (int turn = 0; turn < turns && System.nanoTime() < end; turn++) {
                turn(untold, small, same);
            }
        }
        server.drop(TEMPLATE);
    }

    /** Runs a workload and tells what each contender took, in the order of the contenders. */
    List<Measurement> run(Workload workload, int rounds) throws SQLException {
        progress.step(workload.name() + ": filling the database");
        workload.fill(server.create(TEMPLATE));
        SameResult same = new SameResult(workload);
        List<Taken> all = contenders.stream().map(Taken::new).toList();
        for (int round = 0; round < rounds; round++) {
            for (int place = 0; place < all.size(); place++) {
                Taken taken = all.get((place + round) % all.size());
                progress.step(
                        workload.name() + ": round " + (round + 1) + " of " + rounds + ", " + taken.contender.name());
                turn(taken, workload, same);
            }
        }
        server.drop(TEMPLATE);
        return all.stream().map(taken -> taken.measurement(workload, threads)).toList();
    }

    private void turn(Taken taken, Workload workload, SameResult same) throws SQLException {
        PGSimpleDataSource database = server.copy(TEMPLATE, COPY);
        server.settle();
        try (HeapPeak.Watch heap = HeapPeak.watch()) {
            Turn turn = taken.contender.take(database, workload, threads);
            taken.add(turn, heap.peak());
            same.check(taken.contender, turn, database);
        }
        server.drop(COPY);
    }

    /** The turns that a contender had. */
    private static final class Taken {
        private final Contender contender;
        private final List<Turn> turns = new ArrayList<>();
        private HeapPeak heap = HeapPeak.NONE;

        Taken(Contender contender) {
            this.contender = contender;
        }

        void add(Turn turn, HeapPeak peak) {
            turns.add(turn);
            heap = heap.orMore(peak);
        }

        Measurement measurement(Workload workload, int threads) {
            return new Measurement(
                    workload.name(),
                    contender.name(),
                    contender.family(),
                    turns.get(0).done(),
                    threads,
                    turns,
                    heap);
        }
    }
}
