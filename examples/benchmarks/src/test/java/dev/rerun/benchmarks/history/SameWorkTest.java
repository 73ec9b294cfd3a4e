package dev.rerun.benchmarks.history;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rerun.benchmarks.history.WorkDone.Rows;
import dev.rerun.benchmarks.server.BenchmarkFailedException;
import dev.rerun.core.spi.PrepareCounts;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class SameWorkTest {
    private final Dataset dataset = new Dataset(10, 20);
    private final SameWork same = new SameWork(dataset);

    private static WorkDone done(long left) {
        Rows none = new Rows(0, BigDecimal.ZERO);
        return new WorkDone(none, none, none, new Rows(left, BigDecimal.valueOf(left)));
    }

    @Test
    void refusesCountsThatAreNotExpected() {
        PrepareCounts expected = dataset.expected();
        PrepareCounts fewer = new PrepareCounts(expected.total() - 1, expected.itemsDeleted(), expected.kept());

        assertThatThrownBy(() -> same.check("Kafka", fewer, done(1)))
                .isInstanceOf(BenchmarkFailedException.class)
                .hasMessageStartingWith("Kafka did something else: ");
    }

    @Test
    void refusesRowsThatDifferFromThoseOfTheFirstTurn() {
        same.check("in process", dataset.expected(), done(1));
        same.check("Kafka", dataset.expected(), done(1));

        assertThatThrownBy(() -> same.check("Kafka", dataset.expected(), done(2)))
                .isInstanceOf(BenchmarkFailedException.class)
                .hasMessageContaining(" in place of " + done(1));
    }
}
