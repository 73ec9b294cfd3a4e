package dev.rerun.benchmarks.workload;

import dev.rerun.jdbc.JdbcSchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** Writes the history of the plain workload as first processing would have left it, everything in the order of its time. */
final class PlainHistory {
    private static final String NAMES = """
            insert into rerun_app (id, name) overriding system value values (1, '%s');
            insert into rerun_register (id, app_id, name) overriding system value values (1, 1, '%s');
            insert into rerun_contract (id, name, version) overriding system value values (1, '%s', '%s');
            select setval(pg_get_serial_sequence('rerun_app', 'id'), 1);
            select setval(pg_get_serial_sequence('rerun_register', 'id'), 1);
            select setval(pg_get_serial_sequence('rerun_contract', 'id'), 1)
            """;

    /** The two halves of the history are as long, in time too. */
    private static final String FACTS = """
            insert into activity_entry (app_id, id, ordering_key, occurred_at, created_at, epoch, payload)
            select 1, g, 'customer ' || g * 7919 %% %2$d, t, t, 1,
                g || ';parcels=' || g %% 9 + 1 || ';service=standard;origin=depot ' || g %% 40
            from (
                select g, timestamptz '%3$s' + g * (timestamptz '%4$s' - timestamptz '%3$s') / (2 * %1$d + 1) as t
                from generate_series(cast(1 as bigint), 2 * %1$d) g
            ) g
            """;

    private static final String OUTCOMES = """
            insert into activity_outcome
                (app_id, entry_id, rerun_id, status, contract_id, diagnostics, processed_at, duration_micros)
            select 1, id, 0, 'PROCESSED', 1, '%s', created_at, 250
            from activity_entry order by id
            """;

    private static final String REGISTER = """
            insert into register_item (register_id, unique_key, app_id, ordering_key, item_time, amount, currency, units,
                ui_created, entry_id, contract_id, invoice_id, calculated_amount)
            select 1, k.kind || e.id, 1, e.ordering_key, e.created_at, k.amount, '%s', 1,
                false, e.id, 1,
                case when e.created_at > '%s' and e.id %% %d = 0 then 'R-2026-' || e.id %% 5000 end, k.amount
            from activity_entry e
            cross join (values %s) k(kind, amount)
            order by e.id, k.kind
            """;

    private final PlainWorkload workload;

    PlainHistory(PlainWorkload workload) {
        this.workload = workload;
    }

    void fill(DataSource empty) throws SQLException {
        JdbcSchema.of(empty).createOrUpgrade();
        try (Connection connection = empty.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements()) {
                statement.execute(sql);
            }
        }
    }

    private List<String> statements() {
        Window window = workload.window();
        Instant first = window.cutoff().minus(Duration.between(window.cutoff(), window.now()));
        return List.of(
                NAMES.formatted(
                        window.app(), PlainLogic.REGISTER, PlainLogic.BEFORE.name(), PlainLogic.BEFORE.version()),
                FACTS.formatted(workload.entries(), workload.orderingKeys(), first, window.now()),
                OUTCOMES.formatted(PlainLogic.BILLED),
                REGISTER.formatted(
                        PlainLogic.CURRENCY,
                        window.cutoff(),
                        PlainWorkload.INVOICED_EACH,
                        PlainLogic.fees(workload.items()).stream()
                                .map(fee -> "('" + fee.kind() + "', " + fee.before() + ")")
                                .collect(Collectors.joining(", "))),
                "vacuum analyze");
    }
}
