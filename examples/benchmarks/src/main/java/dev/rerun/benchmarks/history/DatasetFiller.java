package dev.rerun.benchmarks.history;

import dev.rerun.jdbc.JdbcSchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;

/**
 * Writes a history as the engine would have left it. Entries and items lie in the order of their times, as they do where
 * each was written when it happened; an item's time is its entry's.
 */
public final class DatasetFiller {
    private static final String NAMES = """
            insert into rerun_app (id, name) overriding system value values (1, '%s');
            insert into rerun_register (id, app_id, name) overriding system value values (1, 1, 'Fees');
            insert into rerun_contract (id, name, version) overriding system value values (1, 'fee', 'v1');
            select setval(pg_get_serial_sequence('rerun_app', 'id'), 1);
            select setval(pg_get_serial_sequence('rerun_register', 'id'), 1);
            select setval(pg_get_serial_sequence('rerun_contract', 'id'), 1)
            """;

    /** The entries of one stretch of time, of which some, evenly spread, had no contract. */
    private static final String ENTRIES = """
            insert into made_entry
            select %1$d + g, timestamptz '%2$s' + g * (timestamptz '%3$s' - timestamptz '%2$s') / (%4$d + 1),
                g * %5$d / %4$d <> (g - 1) * %5$d / %4$d
            from generate_series(cast(1 as bigint), %4$d) g
            """;

    private static final String FACTS = """
            insert into activity_entry (app_id, id, ordering_key, occurred_at, created_at, epoch, payload)
            select 1, id, 'customer ' || id * 7919 %% %d, created_at, created_at, 1,
                id || ';parcels=' || id %% 9 + 1 || ';service=standard;origin=depot ' || id %% 40
            from made_entry order by created_at
            """;

    private static final String OUTCOMES = """
            insert into activity_outcome
                (app_id, entry_id, rerun_id, status, contract_id, diagnostics, processed_at, duration_micros)
            select 1, id, 0, case when without_contract then 'NO_CONTRACT' else 'PROCESSED' end,
                case when without_contract then null else 1 end, 'billed', created_at, 250
            from made_entry order by created_at
            """;

    /** Items of one kind, evenly spread over the entries; several for each entry if there are more of them. */
    private static final String ITEMS = """
            with e as (
                select id, created_at, row_number() over (order by id) - 1 as rank, count(*) over () as size
                from made_entry
                where without_contract = %3$s and created_at > '%4$s' and created_at <= '%5$s'
            )
            insert into made_item
            select id, created_at, '%1$s', number
            from e cross join lateral generate_series(rank + 1, %2$d, size) number
            where size <= %2$d
            union all
            select id, created_at, '%1$s', rank * %2$d / size + 1
            from e
            where size > %2$d and (rank + 1) * %2$d / size <> rank * %2$d / size
            """;

    private static final String REGISTER = """
            insert into register_item (register_id, unique_key, app_id, ordering_key, item_time, amount, currency, units,
                refers_to, detail, ui_created, entry_id, contract_id, invoice_id, rerun_id)
            select 1, m.kind || ':' || m.entry_id || ':' || m.number, 1, e.ordering_key, m.item_time,
                (m.number % 10000) / 100.0 + 1, 'EUR', 1, null, null, m.kind = 'ui',
                case when m.kind <> 'ui' then m.entry_id end, case when m.kind <> 'ui' then 1 end,
                case when m.kind = 'invoiced' then 'R-2026-' || m.number % 5000 end, null
            from made_item m
            join activity_entry e on e.app_id = 1 and e.id = m.entry_id
            order by m.item_time, m.kind, m.number
            """;

    private static final String FIRST = Dataset.FIRST.toString();
    private static final String CUTOFF = Dataset.CUTOFF.toString();
    private static final String RETAINED_FROM = Dataset.RETAINED_FROM.toString();
    private static final String NOW = Dataset.NOW.toString();

    private final Dataset dataset;

    public DatasetFiller(Dataset dataset) {
        this.dataset = dataset;
    }

    /** Fills an empty database and leaves it as a quiet night would: vacuumed, and known to the planner. */
    public void fill(DataSource empty) throws SQLException {
        JdbcSchema.of(empty).createOrUpgrade();
        try (Connection connection = empty.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements()) {
                statement.execute(sql);
            }
        }
    }

    private List<String> statements() {
        long outside = dataset.outside();
        long past = dataset.pastRetention();
        long within = dataset.selected() + dataset.notSelected();
        return List.of(
                NAMES.formatted(Dataset.APP),
                "create temporary table made_entry (id bigint, created_at timestamptz, without_contract boolean)",
                ENTRIES.formatted(0, Dataset.FIRST, Dataset.CUTOFF, outside, 0),
                ENTRIES.formatted(outside, Dataset.CUTOFF, Dataset.RETAINED_FROM, past, 0),
                ENTRIES.formatted(outside + past, Dataset.RETAINED_FROM, Dataset.NOW, within, dataset.notSelected()),
                FACTS.formatted(dataset.orderingKeys()),
                OUTCOMES,
                "analyze made_entry",
                "create temporary table made_item (entry_id bigint, item_time timestamptz, kind text, number bigint)",
                items("outside", dataset.outside(), false, FIRST, CUTOFF),
                items("past", past, false, CUTOFF, RETAINED_FROM),
                items("unselected", dataset.notSelected(), true, RETAINED_FROM, NOW),
                items("fee", dataset.eligible(), false, RETAINED_FROM, NOW),
                items("invoiced", dataset.invoiced(), false, RETAINED_FROM, NOW),
                items("ui", dataset.uiCreated(), false, RETAINED_FROM, NOW),
                REGISTER,
                "drop table made_entry",
                "drop table made_item",
                "vacuum analyze");
    }

    private static String items(String kind, long count, boolean withoutContract, String after, String until) {
        return ITEMS.formatted(kind, count, withoutContract, after, until);
    }
}
