package dev.rerun.benchmarks.report;

import dev.rerun.benchmarks.report.Ratio.Target;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the comparison is made for: the ratios that issue and design name, with their bounds.
 *
 * @param name what people call it
 * @param of the family that is judged
 * @param against the family that it is held against
 * @param quantity what is divided
 * @param target what the ratio should be
 */
record Question(String name, String of, String against, Function<Measurement, Spread> quantity, Target target) {
    private static final Target PREPARE = Target.atMost(1.2);
    private static final Target FLOOR = Target.atLeast(0.85);
    private static final Target BATCH = Target.atLeast(1.3);
    private static final Target ROWS = Target.atLeast(12);

    private static final List<Question> ALL = List.of(
            new Question("prepare time: rerun / floor", "rerun", "floor", Measurement::prepare, PREPARE),
            new Question(
                    "prepare time on Kafka: rerun / floor",
                    "rerun-kafka",
                    "floor-kafka",
                    Measurement::prepare,
                    PREPARE),
            new Question("reprocessing rate: rerun / floor", "rerun", "floor", Measurement::rates, FLOOR),
            new Question(
                    "reprocessing rate on Kafka: rerun / floor",
                    "rerun-kafka",
                    "floor-kafka",
                    Measurement::rates,
                    FLOOR),
            new Question("reprocessing rate: rerun / Spring Batch", "rerun", "spring-batch", Measurement::rates, BATCH),
            new Question("reprocessing rate: rerun / row by row", "rerun", "row-by-row", Measurement::rates, ROWS));

    /** Answers what can be answered with the contenders that had their turns. */
    static List<Ratio> answers(List<Measurement> measurements) {
        List<Ratio> ratios = new ArrayList<>();
        measurements.stream().map(Measurement::workload).distinct().forEach(workload -> {
            for (Question question : ALL) {
                Optional<Measurement> of = best(measurements, workload, question.of());
                Optional<Measurement> against = best(measurements, workload, question.against());
                if (of.isPresent() && against.isPresent()) {
                    ratios.add(Ratio.of(of.get(), against.get(), question));
                }
            }
        });
        return ratios;
    }

    /** The variant that reprocesses fastest; their prepares are the same. */
    private static Optional<Measurement> best(List<Measurement> measurements, String workload, String family) {
        return measurements.stream()
                .filter(one -> one.workload().equals(workload) && one.family().equals(family))
                .max(Comparator.comparingDouble(one -> one.rates().median()));
    }
}
