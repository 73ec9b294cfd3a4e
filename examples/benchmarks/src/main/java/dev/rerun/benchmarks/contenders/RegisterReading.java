package dev.rerun.benchmarks.contenders;

import dev.rerun.benchmarks.workload.StandingItem;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** How contenders without an engine read the register. */
public final class RegisterReading {
    /** The columns of an item {@code i} that {@link #read} reads. */
    public static final String COLUMNS = """
            i.unique_key, i.ordering_key, i.item_time, i.amount, i.units, i.refers_to, i.detail, i.ui_created,
            i.invoice_id is not null, i.entry_id
            """;

    private RegisterReading() {}

    /** Reads the current row. */
    public static StandingItem read(ResultSet row) throws SQLException {
        long entry = row.getLong(10);
        @Nullable Long entryId = row.wasNull() ? null : (Long) entry;
        return new StandingItem(
                row.getString(1),
                row.getString(2),
                row.getObject(3, OffsetDateTime.class).toInstant(),
                row.getBigDecimal(4),
                row.getBigDecimal(5),
                row.getString(6),
                row.getString(7),
                row.getBoolean(8),
                row.getBoolean(9),
                entryId);
    }
}
