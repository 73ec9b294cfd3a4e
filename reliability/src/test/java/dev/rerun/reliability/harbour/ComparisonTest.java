package dev.rerun.reliability.harbour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.api.RerunEngine;
import dev.rerun.servers.PostgresDatabase;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What would go wrong after a crash is seen. */
class ComparisonTest {
    private final Scene scene = new Scene(Job.RETRY);

    @Test
    void findsNothingWhereARunCameToItsEnd() {
        assertThat(differencesAfter("update rerun set reason = 'none'")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "delete from register_item where unique_key = '5:fee'",
                "delete from register_item where unique_key = '7:fee'",
                "delete from register_item where unique_key = 'hand-written'",
                "update register_item set amount = amount + 0.05 where unique_key = '9:fee'",
                "update register_item set detail = 'total 0' where unique_key = '13:fee'",
                "update register_item set rerun_id = null where unique_key = '8:fee'",
                "update register_item set calculated_amount = 0 where unique_key = '2:fee'",
                "update register_item set contract_id = contract_id - 1 where unique_key = '12:fee'",
                "delete from activity_outcome where rerun_id <> 0 and entry_id = 8",
                "delete from activity_outcome where rerun_id = 0 and entry_id = 8",
                "update activity_outcome set diagnostics = 'billed: 0 of 3' where rerun_id <> 0 and entry_id = 8",
                "update activity_outcome set status = 'PROCESSED' where status = 'FAILED'",
                "insert into rerun_archived_item select * from rerun_archived_item where unique_key = '5:fee'",
                "delete from rerun_archived_item where unique_key = '14:fee'",
                "update rerun_lane set done = done + 1 where lane = 0",
                "update rerun_lane set items_created = items_created + 1 where lane = 1",
                "update rerun set items_deleted = items_deleted + 1",
                "update rerun set kept_invoiced = 0",
                "update rerun set status = 'COMPLETED'",
                "update rerun_failure set held = true",
                "delete from rerun_failure where held",
                "insert into rerun_command (rerun_id, action, given_at) select rerun_id, action, given_at from rerun_command",
                "insert into rerun_entry (rerun_id, lane, seq, entry_id) values (1, 0, 1, 5)"
            })
    void findsWhatIsOtherwise(String change) {
        assertThat(differencesAfter(change)).isNotEmpty();
    }

    private List<String> differencesAfter(String change) {
        try (PostgresDatabase database = scene.open()) {
            Rows.update(database.source(), change);
            try (RerunEngine engine = Host.engine(database.source(), scene.job.prices, new BerthFee())
                    .build()) {
                // The scene of a retry is what a start leaves.
                return Comparison.differences(database.source(), engine, scene, Job.START);
            }
        }
    }
}
