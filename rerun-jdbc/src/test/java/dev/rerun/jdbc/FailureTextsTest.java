package dev.rerun.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.api.FailedEntry;
import dev.rerun.api.FailureCause;
import dev.rerun.core.eligibility.Selection;
import dev.rerun.core.spi.Lane;
import dev.rerun.core.spi.ParkedEntry;
import dev.rerun.core.spi.Run;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A failure is recorded however long its texts are; a host's own table may have ordering keys that are. */
class FailureTextsTest {
    private static final String LONG = "Möwe 🐦 ".repeat(200);

    @ParameterizedTest
    @EnumSource(TestDatabase.Kind.class)
    void areCutAndLongKeysAreStillToldApart(TestDatabase.Kind kind) throws SQLException {
        Selection selection = TestDatabase.selectionAfter(TestDatabase.T0, 1);
        try (TestDatabase database = kind.withSchema()) {
            database.store().transaction(tx -> {
                tx.entries()
                        .insert(
                                TestDatabase.APP,
                                tx.runs().closeEpoch(TestDatabase.APP),
                                List.of(
                                        TestDatabase.entry(1, "a", TestDatabase.T0.plusSeconds(1)),
                                        TestDatabase.entry(2, "a", TestDatabase.T0.plusSeconds(2))));
                tx.runs().insert(TestDatabase.run(123_456, selection, 1));
                Run run = tx.runs().lock(123_456).orElseThrow();
                Lane lane = tx.preparation().freeze(run).get(0);
                tx.lanes()
                        .park(
                                lane,
                                List.of(
                                        new ParkedEntry(1, "1", LONG + 1, false, LONG, LONG, 3),
                                        new ParkedEntry(2, "2", LONG + 2, false, LONG, LONG, 3)));

                assertThat(tx.lanes().failedKeys(lane, List.of(LONG + 1, LONG + 2, LONG + 3, LONG)))
                        .containsOnlyKeys(LONG + 1, LONG + 2)
                        .containsEntry(LONG + 2, "2");
                assertThat(tx.lanes().causes(123_456, 10))
                        .containsExactly(new FailureCause(ErrorText.heldCause(LONG), 2, "1"));
                assertThat(tx.lanes().parked(123_456, null, 10))
                        .extracting(FailedEntry::error)
                        .containsExactly(LONG, LONG);
                return true;
            });
        }
    }
}
