package dev.rerun.core.eligibility;

import dev.rerun.core.eligibility.EligibilityRule.HostRule;
import dev.rerun.core.eligibility.EligibilityRule.KeepContracts;
import dev.rerun.core.eligibility.EligibilityRule.KeepRegisters;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** What it takes to judge an item by the rules in Java, as workers do with each item that may stay. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EligibilityBenchmark {
    private static final Instant CUTOFF = Instant.parse("2026-06-01T00:00:00Z");
    private static final int ITEMS = 1_024;

    /** Rules of the host, beside the engine's own. */
    @Param({"0", "3"})
    public int hostRules;

    private Eligibility eligibility = new Eligibility(List.of());
    private final ItemFacts[] items = new ItemFacts[ITEMS];
    private int next;

    /** Has no items yet. */
    public EligibilityBenchmark() {}

    /** Makes items that different rules keep, or none, in random order. */
    @Setup
    public void fill() {
        List<HostRule> all = List.of(
                new KeepRegisters(Set.of("Deposits")),
                new KeepRegisters(Set.of("Legacy")),
                new KeepContracts(Set.of("frozen")));
        eligibility = Eligibility.of(
                new Selection("billing", CUTOFF, null, CUTOFF.minus(Duration.ofDays(45)), false, 7),
                all.subList(0, hostRules));
        SplittableRandom random = new SplittableRandom(8);
        for (int i = 0; i < ITEMS; i++) {
            Instant time = CUTOFF.plus(Duration.ofMinutes(random.nextInt(-10_000, 50_000)));
            items[i] = new ItemFacts(
                    "Fees",
                    "fee",
                    time,
                    random.nextInt(20) == 0,
                    random.nextInt(4) == 0,
                    time,
                    random.nextInt(10) != 0);
        }
    }

    /** Judges the next item. */
    @Benchmark
    public void judge(Blackhole sink) {
        sink.consume(eligibility.keptBecause(items[next++ & (ITEMS - 1)]));
    }
}
