package dev.rerun.benchmarks;

import java.util.Arrays;
import java.util.List;

/**
 * What a run of the prepare benchmark found.
 *
 * @param server the server's version and settings
 * @param dataset what was prepared
 * @param rounds the rounds in the order in which they ran, at least one
 */
record Result(List<String> server, Dataset dataset, List<Round> rounds) {
    Result {
        server = List.copyOf(server);
        rounds = List.copyOf(rounds);
    }

    /** The engine and the bare statements, one right after the other. */
    record Round(Measured engine, Measured bareSql) {
        double ratio() {
            return engine.seconds() / bareSql.seconds();
        }
    }

    double medianEngine() {
        return median(
                rounds.stream().mapToDouble(round -> round.engine().seconds()).toArray());
    }

    double medianBareSql() {
        return median(
                rounds.stream().mapToDouble(round -> round.bareSql().seconds()).toArray());
    }

    /** Of the rounds' ratios, since what else the machine does changes from round to round. */
    double medianRatio() {
        return median(rounds.stream().mapToDouble(Round::ratio).toArray());
    }

    HeapPeak heap() {
        return rounds.stream().map(round -> round.engine().heap()).reduce(HeapPeak.NONE, HeapPeak::orMore);
    }

    static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
