package dev.rerun.benchmarks.prepare;

import dev.rerun.api.KeptReason;
import dev.rerun.benchmarks.workload.Window;
import dev.rerun.core.spi.PrepareCounts;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.Map;

/**
 * The preparing of a rerun as a database administrator would do it by hand, who knows these tables and this day's task: one
 * statement for each step. What others do at the same time need not be waited for, and nothing is logged.
 */
public final class BareSql {
    private static final long EPOCH = 1;

    private static final String FREEZE = """
            insert into rerun_entry (rerun_id, lane, seq, entry_id)
            select ?, s.lane, row_number() over (partition by s.lane order by s.created_at, s.id), s.id
            from (
                select e.id, e.created_at,
                    cast((hashtextextended(e.ordering_key, 0) & 9223372036854775807) % ? as integer) as lane
                from activity_entry e
                where e.app_id = ? and e.created_at > ? and e.created_at >= ? and e.epoch <= ?
                and not exists (
                    select 1 from activity_outcome o
                    where o.app_id = e.app_id and o.entry_id = e.id and o.rerun_id = 0 and o.status = 'NO_CONTRACT')
            ) s
            """;

    private static final String MAKE_LANES = """
            insert into rerun_lane (rerun_id, lane, end_seq, gate_seq)
            select rerun_id, lane, max(seq), max(seq) from rerun_entry where rerun_id = ? group by rerun_id, lane
            """;

    /**
     * A selected entry is within retention. To look the selection up by index, in the order of the register, was faster at
     * the full size than to join it, for which the server's memory for one statement does not suffice.
     */
    private static final String ARCHIVE = """
            with deleted as (
                delete from register_item i
                where i.app_id = ? and i.item_time > ? and not i.ui_created and i.invoice_id is null
                and (select 1 from rerun_entry q where q.rerun_id = ? and q.entry_id = i.entry_id limit 1) is not null
                returning i.*
            )
            insert into rerun_archived_item select ?, d.* from deleted d
            """;

    /** Of the items that are left, none is kept by no rule. */
    private static final String COUNT = """
            select case
                when i.item_time <= ? then 'OUTSIDE_WINDOW'
                when i.ui_created then 'UI_CREATED'
                when i.invoice_id is not null then 'INVOICED'
                when coalesce(e.created_at, i.item_time) < ? then 'PAST_RETENTION'
                else 'NOT_SELECTED' end, count(*)
            from register_item i
            left join activity_entry e on e.app_id = i.app_id and e.id = i.entry_id
            where i.app_id = ?
            group by 1
            """;

    private final Connection connection;
    private final Window window;
    private final int app;

    /** Works in the connection's transaction. */
    public BareSql(Connection connection, Window window, int app) {
        this.connection = connection;
        this.window = window;
        this.app = app;
    }

    /** Freezes the selection with lanes and numbers, moves the eligible items into the archive, counts those that are kept. */
    public PrepareCounts prepare(long run, int lanes) throws SQLException {
        long selected = update(FREEZE, run, lanes, app, window.cutoff(), window.retainedFrom(), EPOCH);
        update(MAKE_LANES, run);
        long archived = update(ARCHIVE, app, window.cutoff(), run, run);
        return new PrepareCounts(selected, archived, count());
    }

    private Map<KeptReason, Long> count() throws SQLException {
        Map<KeptReason, Long> kept = new EnumMap<>(KeptReason.class);
        try (PreparedStatement statement = prepared(COUNT, window.cutoff(), window.retainedFrom(), app);
                ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                kept.put(KeptReason.valueOf(result.getString(1)), result.getLong(2));
            }
        }
        return kept;
    }

    private long update(String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepared(sql, parameters)) {
            return statement.executeLargeUpdate();
        }
    }

    @SuppressWarnings("MustBeClosed") // by the caller
    private PreparedStatement prepared(String sql, Object... parameters) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            Object parameter = parameters[i];
            statement.setObject(i + 1, parameter instanceof Instant time ? time.atOffset(ZoneOffset.UTC) : parameter);
        }
        return statement;
    }
}
