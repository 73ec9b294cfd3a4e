package dev.rerun.reliability.histories;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.api.RerunEngine;
import dev.rerun.core.InProcessStream;
import dev.rerun.reliability.harbour.Rows;
import dev.rerun.reliability.histories.Action.Hand;
import dev.rerun.reliability.histories.Action.Kind;
import dev.rerun.servers.PostgresDatabase;
import dev.rerun.servers.PostgresServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What would be wrong after a history is seen. */
class InspectionTest {
    private static final World WORLD = World.of(1);
    private static final String LAST = "(select id from rerun order by app_id, ordinal desc limit 1)";
    private static final String ONE =
            "(register_id, unique_key) = (select register_id, unique_key from register_item where" + " rerun_id = "
                    + LAST + " and invoice_id is null order by unique_key limit 1)";
    private static final String ONE_OUTCOME =
            "(app_id, entry_id, rerun_id) = (select app_id, entry_id, rerun_id from activity_outcome where rerun_id = "
                    + LAST + " and diagnostics like 'item%' order by entry_id limit 1)";

    private static @Nullable Journal journal;

    @Test
    void findsNothingAfterAGoodHistory() {
        assertThat(otherwiseAfter("select 1")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "delete from register_item where ONE_ITEM",
                "delete from register_item where invoice_id is not null",
                "delete from register_item where ui_created",
                "update register_item set amount = amount + 0.05 where ONE_ITEM",
                "update register_item set detail = 'total 0' where ONE_ITEM",
                "update register_item set units = units + 1 where ONE_ITEM",
                "update register_item set rerun_id = null where ONE_ITEM",
                "update register_item set contract_id = (select min(id) from rerun_contract) where ONE_ITEM",
                "update register_item set invoice_id = 'none' where ONE_ITEM",
                "update register_item set invoice_id = null where invoice_id is not null",
                "update register_item set amount = 0 where invoice_id is not null",
                "update register_item set item_time = item_time + interval '1 day' where ui_created",
                "insert into register_item (register_id, unique_key, app_id, ordering_key, item_time, amount, currency, units,"
                        + " entry_id, contract_id, rerun_id) select register_id, unique_key || ' again', app_id,"
                        + " ordering_key, item_time, amount, currency, units, entry_id, contract_id, rerun_id"
                        + " from register_item where ONE_ITEM",
                "delete from activity_outcome where ONE_OUTCOME",
                "delete from activity_outcome where rerun_id = 0 and entry_id = 3",
                "update activity_outcome set status = 'FAILED' where ONE_OUTCOME",
                "update activity_outcome set diagnostics = '' where ONE_OUTCOME",
                // The register and the outcomes agree, and are both wrong.
                "with o as (update activity_outcome set diagnostics = replace(diagnostics, 'total ', 'total 1')"
                        + " where rerun_id = LAST_RUN) update register_item set detail = replace(detail, 'total ', 'total 1')"
                        + " where rerun_id = LAST_RUN",
                "delete from rerun_archived_item where unique_key ="
                        + " (select min(unique_key) from rerun_archived_item where archived_by = LAST_RUN)",
                "insert into rerun_archived_item select * from rerun_archived_item where archived_by = LAST_RUN",
                "update rerun_lane set done = done + 1 where rerun_id = LAST_RUN",
                "update rerun_lane set items_created = items_created + 1 where rerun_id = LAST_RUN",
                "update rerun_lane set items_retained = items_retained + 1 where rerun_id = LAST_RUN",
                "update rerun set items_deleted = items_deleted + 1",
                "update rerun set status = 'COMPLETED_WITH_FAILURES' where id = LAST_RUN",
                "update rerun set status = 'RUNNING' where id = LAST_RUN",
                "update rerun set cutoff = '2026-05-25T00:00:00Z' where id = LAST_RUN",
                "insert into rerun_command (rerun_id, action, reason, given_at)"
                        + " select rerun_id, action, reason, given_at from rerun_command",
                "delete from rerun_command where action = 'START'",
                "insert into rerun_entry (rerun_id, lane, seq, entry_id) values (1, 0, 1, 5)",
                "delete from rerun_entry where rerun_id = LAST_RUN and entry_id ="
                        + " (select max(entry_id) from rerun_entry where rerun_id = LAST_RUN)",
                "insert into rerun_failure (rerun_id, lane, seq, entry_id, error, failed_at)"
                        + " select rerun_id, lane, seq, entry_id, 'none', now() from rerun_entry where rerun_id = LAST_RUN",
                "update activity_entry set epoch = 1000 where id = (select max(entry_id) from rerun_entry)"
            })
    void findsWhatIsOtherwise(String change) {
        assertThat(otherwiseAfter(change)).isNotEmpty();
    }

    private static List<String> otherwiseAfter(String change) {
        try (PostgresDatabase database = PostgresServer.shared().database("tolls_inspected", InspectionTest::happen)) {
            if (!change.startsWith("select")) {
                Rows.update(
                        database.source(),
                        change.replace("ONE_ITEM", ONE)
                                .replace("ONE_OUTCOME", ONE_OUTCOME)
                                .replace("LAST_RUN", LAST));
            }
            try (RerunEngine engine = Engines.of(WORLD, database.source(), new InProcessStream(), new PriceBoard())
                    .build()) {
                return Inspection.of(WORLD.apps, Objects.requireNonNull(journal), database.source(), engine);
            }
        }
    }

    /** A history that has something of everything. */
    private static void happen(DataSource database) {
        History.createTables(database);
        List<Action> actions = new ArrayList<>();
        List<Kind> clerks =
                List.of(Kind.WRITE, Kind.LIVE, Kind.INVOICE, Kind.INVOICE, Kind.EDIT, Kind.LIVE, Kind.INVOICE);
        for (Kind kind : clerks) {
            actions.add(new Action(actions.size() + 1, Hand.CLERK, kind, 5, actions.size()));
        }
        for (Kind kind : List.of(Kind.CHANGE_PRICES, Kind.START, Kind.CHANGE_PRICES, Kind.START)) {
            actions.add(new Action(actions.size() + 1, Hand.OPERATOR, kind, 5, actions.size()));
        }
        journal = History.happenIn(database, WORLD, actions);
    }
}
