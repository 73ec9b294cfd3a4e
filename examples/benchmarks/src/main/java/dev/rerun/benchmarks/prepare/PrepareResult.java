package dev.rerun.benchmarks.prepare;

import dev.rerun.benchmarks.history.Dataset;
import dev.rerun.benchmarks.measure.HeapPeak;
import dev.rerun.benchmarks.measure.Measured;
import dev.rerun.benchmarks.measure.Median;
import java.util.List;

/**
 * What a run of the prepare benchmark found.
 *
 * @param server the server's version and settings
 * @param dataset what was prepared
 * @param rounds the rounds in the order in which they ran, at least one
 */
record PrepareResult(List<String> server, Dataset dataset, List<Round> rounds) {
    PrepareResult {
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
        return Median.of(rounds, round -> round.engine().seconds());
    }

    double medianBareSql() {
        return Median.of(rounds, round -> round.bareSql().seconds());
    }

    /** Of the rounds' ratios, since what else the machine does changes from round to round. */
    double medianRatio() {
        return Median.of(rounds, Round::ratio);
    }

    HeapPeak heap() {
        return rounds.stream().map(round -> round.engine().heap()).reduce(HeapPeak.NONE, HeapPeak::orMore);
    }
}
