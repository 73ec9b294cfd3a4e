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

/**
 * Statements are rewritten so that the store has a defect; one of the first schedules finds it. Only defects that are seen whatever
 * the threads do: {@code MutationsTest} has those of locks.
 */
class DefectsTest {
    private static final int SCHEDULES = 60;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    /** What is wrong. */
    enum Defect implements UnaryOperator<String> {
        LANE_BY_ENTRY("ora_hash\\(e.ordering_key", "ora_hash(e.id"),
        INVOICED_ITEMS_DELETED("not \\(i.invoice_id is not null\\)", "1 = 1");

        private final String part;
        private final String replacement;

        Defect(String part, String replacement) {
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
        assertThat(found(Bench.with(defect, Duration.ofMillis(1500), threads))).isNotNull();
    }

    @Test
    void theScheduleThatFindsItShrinks() {
        Bench bench = Bench.with(Defect.INVOICED_ITEMS_DELETED, Duration.ofMillis(1500), threads);
        Schedule small = ShrunkSchedule.of(found(bench), candidate -> History.of(candidate, bench) != null);

        // An entry comes in, its item is invoiced, a run starts.
        assertThat(small.steps())
                .hasSizeLessThanOrEqualTo(3)
                .extracting(Step::kind)
                .contains(Kind.INVOICE);
    }

    private static Schedule found(Bench bench) {
        return LongStream.rangeClosed(1, SCHEDULES)
                .mapToObj(Schedule::of)
                .filter(schedule -> History.of(schedule, bench) != null)
                .findFirst()
                .orElseThrow(() -> new AssertionError("none of " + SCHEDULES + " schedules went wrong"));
    }
}
