package dev.rerun.benchmarks.measure;

import java.util.Collection;
import java.util.function.ToDoubleFunction;

/** The value in the middle: half of the rounds found less, half found more. */
public final class Median {
    private Median() {}

    /** Takes a number of each of several things, at least one. */
    public static <T> double of(Collection<T> things, ToDoubleFunction<T> number) {
        double[] sorted = things.stream().mapToDouble(number).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
