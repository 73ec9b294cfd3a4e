package dev.rerun.benchmarks.measure;

import java.util.Arrays;

/**
 * How long messages took from when they were due to when they were read.
 *
 * @param count how many they were
 * @param nearlyAll what 99 of 100 did not exceed, in nanoseconds
 * @param longest what none exceeded, in nanoseconds
 */
public record Delays(int count, long nearlyAll, long longest) {
    private static final double MILLISECOND = 1e6;

    /** Takes the delays of the messages, at least one. */
    public static Delays of(long... nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        int last = sorted.length - 1;
        return new Delays(sorted.length, sorted[(int) (last * 0.99)], sorted[last]);
    }

    public double nearlyAllMillis() {
        return nearlyAll / MILLISECOND;
    }

    public double longestMillis() {
        return longest / MILLISECOND;
    }
}
