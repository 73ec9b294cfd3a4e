package dev.rerun.benchmarks.comparison;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rerun.benchmarks.command.Progress;
import dev.rerun.benchmarks.contenders.Contender;
import dev.rerun.benchmarks.contenders.Turn;
import dev.rerun.benchmarks.contenders.floor.FloorContender;
import dev.rerun.benchmarks.server.BenchmarkFailedException;
import dev.rerun.benchmarks.server.BenchmarkServer;
import dev.rerun.benchmarks.workload.PlainWorkload;
import dev.rerun.benchmarks.workload.Workload;
import dev.rerun.servers.PostgresDatabase;
import dev.rerun.servers.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A contender that does something else than the others is refused, however little it is. */
class WrongContenderTest {
    private static final Workload WORKLOAD = new PlainWorkload(40);

    /** The floor, that afterwards does something to its database, or tells something else. */
    private record Cheat(String sql, long fewer) implements Contender {
        @Override
        public String name() {
            return "cheat";
        }

        @Override
        public String description() {
            return "the floor, but for something";
        }

        @Override
        public Turn take(PGSimpleDataSource filled, Workload workload, int threads) throws SQLException {
            Turn turn = FloorContender.copy().take(filled, workload, threads);
            try (Connection connection = filled.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
            return new Turn(
                    turn.prepare(), turn.firstResult(), turn.reprocess(), turn.done() - fewer, Optional.empty());
        }
    }

    private static void compare(Contender other) throws SQLException {
        try (PostgresDatabase database = PostgresServer.shared().database();
                BenchmarkServer server = BenchmarkServer.given(database.url(), database.user(), null);
                Progress progress = Progress.Display.NONE.begin("", 0)) {
            new Comparison(server, List.of(FloorContender.arrays(), other), 2, progress).run(WORKLOAD, 1);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "update register_item set amount = amount + 0.01 where unique_key = 'fee:61'|register",
                "update register_item set rerun_id = null where unique_key = 'fee:61'|register",
                "update register_item set invoice_id = null where unique_key = 'fee:65'|register",
                "delete from rerun_archived_item where unique_key = 'handling:79'|archive",
                "update activity_outcome set diagnostics = 'billed' where entry_id = 65|set of outcomes",
                "update activity_outcome set status = 'FAILED' where entry_id = 61 and rerun_id <> 0|set of outcomes",
            })
    void refusesOtherRows(String sql, String what) {
        assertThatThrownBy(() -> compare(new Cheat(sql, 0)))
                .isInstanceOf(BenchmarkFailedException.class)
                .hasMessageStartingWith("cheat left another " + what + " than floor-arrays: ");
    }

    @Test
    void refusesWhoSaysThatItDidLess() {
        assertThatThrownBy(() -> compare(new Cheat("select 1", 1)))
                .isInstanceOf(BenchmarkFailedException.class)
                .hasMessage("cheat calculated 39 entries, and floor-arrays 40");
    }
}
