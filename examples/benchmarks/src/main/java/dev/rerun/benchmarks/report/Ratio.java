package dev.rerun.benchmarks.report;

import java.util.Locale;
import java.util.stream.IntStream;

/**
 * How two contenders compare, round by round, since what else the machine does changes from round to round.
 *
 * @param workload the workload
 * @param name what is compared
 * @param of the contender that is judged
 * @param against the contender that it is held against; of several variants the best
 * @param value of each round
 * @param target what it should be; it is a bound that must not be passed
 */
public record Ratio(String workload, String name, String of, String against, Spread value, Target target) {
    /**
     * A bound.
     *
     * @param value the bound itself, which is still right
     * @param upper whether less is better
     */
    public record Target(double value, boolean upper) {
        public static Target atMost(double value) {
            return new Target(value, true);
        }

        public static Target atLeast(double value) {
            return new Target(value, false);
        }

        boolean isReached(double median) {
            return upper ? median <= value : median >= value;
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "at %s %.2f", upper ? "most" : "least", value);
        }
    }

    static Ratio of(Measurement of, Measurement against, Question question) {
        Spread one = question.quantity().apply(of);
        Spread other = question.quantity().apply(against);
        Spread value = new Spread(IntStream.range(0, one.rounds().size())
                .mapToObj(round -> one.rounds().get(round) / other.rounds().get(round))
                .toList());
        return new Ratio(of.workload(), question.name(), of.contender(), against.contender(), value, question.target());
    }

    /** Whether the median is on the right side. */
    public boolean reached() {
        return target.isReached(value.median());
    }
}
