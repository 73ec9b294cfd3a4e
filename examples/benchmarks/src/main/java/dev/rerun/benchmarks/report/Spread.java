package dev.rerun.benchmarks.report;

import dev.rerun.benchmarks.measure.Median;
import java.util.List;

/**
 * The same thing measured in several rounds.
 *
 * @param rounds what each round found, at least one
 */
public record Spread(List<Double> rounds) {
    public Spread {
        rounds = List.copyOf(rounds);
    }

    public double median() {
        return Median.of(rounds, Double::doubleValue);
    }

    public double min() {
        return rounds.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }

    public double max() {
        return rounds.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }
}
