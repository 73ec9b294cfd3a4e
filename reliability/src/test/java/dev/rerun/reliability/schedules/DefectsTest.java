package dev.rerun.reliability.schedules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Statements are rewritten so that the store has a defect; one of some schedules finds it. */
class DefectsTest {
    private static final int SCHEDULES = 60;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    /** What is wrong. */
    enum Defect implements UnaryOperator<String> {
        RUN_NOT_LOCKED(146, "(from rerun\\s+where id = \\?\\s+)for update", "$1"),
        LANE_NOT_LOCKED(51, "(and watermark < gate_seq\\s+limit 1\\s+)for update skip locked", "$1"),
        LANE_BY_ENTRY(1, "ora_hash\\(e.ordering_key", "ora_hash(e.id"),
        INVOICED_ITEMS_DELETED(1, "not \\(i.invoice_id is not null\\)", "1 = 1");

        /** Shortly before one that finds it. */
        private final long firstSeed;

        private final String part;
        private final String replacement;

        Defect(long firstSeed, String part, String replacement) {
            this.firstSeed = firstSeed;
            this.part = part;
            this.replacement = replacement;
        }

        @Override
        public String apply(String sql) {
            return sql.replaceAll(part, replacement);
        }
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
    }

    @ParameterizedTest
    @EnumSource
    void isFound(Defect defect) {
        assertThat(found(defect, Bench.with(defect, Duration.ofMillis(1500), threads)))
                .isNotNull();
    }

    @Test
    void theScheduleThatFindsItShrinks() {
        Defect defect = Defect.INVOICED_ITEMS_DELETED;
        Bench bench = Bench.with(defect, Duration.ofMillis(300), threads);
        Schedule small = Shrinking.of(found(defect, bench), candidate -> History.of(candidate, bench) != null);

        // An entry comes in, its item is invoiced, a run starts.
        assertThat(small.steps())
                .hasSizeLessThanOrEqualTo(3)
                .extracting(Step::kind)
                .contains(Kind.INVOICE);
    }

    private static Schedule found(Defect defect, Bench bench) {
        return LongStream.range(defect.firstSeed, defect.firstSeed + SCHEDULES)
                .mapToObj(Schedule::of)
                .filter(schedule -> History.of(schedule, bench) != null)
                .findFirst()
                .orElseThrow(() -> new AssertionError("none of " + SCHEDULES + " schedules went wrong"));
    }
}
