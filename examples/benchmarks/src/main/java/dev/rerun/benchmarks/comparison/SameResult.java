package dev.rerun.benchmarks.comparison;

import dev.rerun.benchmarks.contenders.Contender;
import dev.rerun.benchmarks.contenders.EndState;
import dev.rerun.benchmarks.contenders.Turn;
import dev.rerun.benchmarks.history.WorkDone.Rows;
import dev.rerun.benchmarks.server.BenchmarkFailedException;
import dev.rerun.benchmarks.workload.Workload;
import dev.rerun.core.spi.PrepareCounts;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Sees to it that all contenders do the same: only then does a comparison of their times mean something. */
final class SameResult {
    private final Workload workload;
    private @Nullable Seen first;
    private @Nullable PrepareCounts counted;

    SameResult(Workload workload) {
        this.workload = workload;
        this.counted = workload.expected().orElse(null);
    }

    private record Seen(String contender, EndState state, long done) {}

    /** Checks what a turn left in its database. */
    void check(Contender contender, Turn turn, DataSource database) throws SQLException {
        check(contender.name(), turn, EndState.in(database));
        workload.checkAnswer(database);
    }

    void check(String contender, Turn turn, EndState state) {
        Seen other = first == null ? new Seen(contender, state, turn.done()) : first;
        first = other;
        checkRows(
                contender,
                "register",
                state.register(),
                other.contender(),
                other.state().register());
        checkRows(
                contender,
                "archive",
                state.archive(),
                other.contender(),
                other.state().archive());
        checkRows(
                contender,
                "set of outcomes",
                state.outcomes(),
                other.contender(),
                other.state().outcomes());
        if (turn.done() != other.done()) {
            throw new BenchmarkFailedException(contender + " calculated " + turn.done() + " entries, and "
                    + other.contender() + " " + other.done());
        }
        checkCounts(contender, turn, state);
    }

    private static void checkRows(String contender, String what, Rows rows, String other, Rows theirs) {
        if (!rows.equals(theirs)) {
            throw new BenchmarkFailedException(contender + " left another " + what + " than " + other + ": "
                    + rows.count() + " rows with the sum " + rows.sum() + " in place of " + theirs.count()
                    + " rows with the sum " + theirs.sum());
        }
    }

    private void checkCounts(String contender, Turn turn, EndState state) {
        Optional<PrepareCounts> counts = turn.counts();
        if (counts.isPresent()) {
            counted = counted == null ? counts.get() : counted;
            if (!counts.get().equals(counted)) {
                throw new BenchmarkFailedException(
                        contender + " counted " + counts.get() + " in its prepare, in place of " + counted);
            }
        }
        if (counted != null
                && (turn.done() != counted.total() || state.archive().count() != counted.itemsDeleted())) {
            throw new BenchmarkFailedException(contender + " calculated " + turn.done() + " entries and deleted "
                    + state.archive().count() + " items, in place of " + counted);
        }
    }
}
