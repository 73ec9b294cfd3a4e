package dev.rerun.benchmarks.contenders;

import dev.rerun.benchmarks.workload.Entry;
import dev.rerun.benchmarks.workload.Window;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * The entries that a rerun calculates again, for contenders that freeze no selection but ask for it when they need it. They come
 * in shares, by the hash of the ordering key, so that each key is in one share and in order.
 */
public final class SelectedEntries {
    /** The columns of an entry {@code e} that {@link #read} reads. */
    public static final String COLUMNS = "e.id, e.ordering_key, e.occurred_at, e.created_at, e.payload";

    /** Which entries {@code e} are selected; {@link #bind} binds it. */
    public static final String CONDITION = """
            e.app_id = ? and e.created_at > ? and e.created_at >= ?
            and not exists (
                select 1 from activity_outcome o
                where o.app_id = e.app_id and o.entry_id = e.id and o.rerun_id = 0 and o.status = 'NO_CONTRACT')
            """;

    /** A share, in order. */
    public static final String SHARE = """
            select %s
            from activity_entry e
            where %s
            and (hashtextextended(e.ordering_key, 0) & 9223372036854775807) %% ? = ?
            order by e.created_at, e.id
            """.formatted(COLUMNS, CONDITION);

    private static final int PARAMETERS = 3;

    private SelectedEntries() {}

    /** Binds the parameters of {@link #SHARE}. */
    public static void bindShare(PreparedStatement statement, Task task, int share, int shares) throws SQLException {
        bind(statement, 1, task);
        statement.setInt(1 + PARAMETERS, shares);
        statement.setInt(2 + PARAMETERS, share);
    }

    /** Binds the parameters of {@link #CONDITION}, and returns the next place. */
    public static int bind(PreparedStatement statement, int place, Task task) throws SQLException {
        Window window = task.workload().window();
        statement.setInt(place, task.app());
        statement.setObject(place + 1, window.cutoff().atOffset(ZoneOffset.UTC));
        statement.setObject(place + 2, window.retainedFrom().atOffset(ZoneOffset.UTC));
        return place + PARAMETERS;
    }

    /** Reads the current row. */
    public static Entry read(ResultSet row) throws SQLException {
        return new Entry(
                row.getLong(1),
                row.getString(2),
                row.getObject(3, OffsetDateTime.class).toInstant(),
                row.getObject(4, OffsetDateTime.class).toInstant(),
                row.getString(5));
    }
}
