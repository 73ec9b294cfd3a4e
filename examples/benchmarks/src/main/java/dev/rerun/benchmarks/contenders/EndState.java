package dev.rerun.benchmarks.contenders;

import dev.rerun.benchmarks.history.WorkDone.Rows;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * What stands in the tables after a whole rerun, in whatever order and whatever numbers the run and its contracts got.
 *
 * @param register the items, all columns, and whether a rerun made them
 * @param archive the items that were deleted, all columns
 * @param outcomes what was said of each entry, in first processing and in the rerun; times left out
 */
public record EndState(Rows register, Rows archive, Rows outcomes) {
    private static final String SUM = """
            select count(*), coalesce(sum(hashtextextended(cast(r as text), 0)), 0) from (%s) r
            """;

    private static final String ITEMS = """
            select p.name as register, i.unique_key, i.ordering_key, i.item_time, i.amount, i.currency, i.units,
                i.refers_to, i.detail, i.ui_created, i.entry_id, c.name, c.version, i.invoice_id,
                i.rerun_id is not null as by_rerun, i.calculated_amount
            from %s i
            join rerun_register p on p.id = i.register_id
            left join rerun_contract c on c.id = i.contract_id
            """;

    private static final String OUTCOMES = """
            select o.entry_id, o.rerun_id <> 0 as by_rerun, o.status, c.name, c.version, o.diagnostics
            from activity_outcome o
            left join rerun_contract c on c.id = o.contract_id
            """;

    /** Reads all tables through. */
    public static EndState in(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            return new EndState(
                    rows(statement, ITEMS.formatted("register_item")),
                    rows(statement, ITEMS.formatted("rerun_archived_item")),
                    rows(statement, OUTCOMES));
        }
    }

    private static Rows rows(Statement statement, String select) throws SQLException {
        try (ResultSet result = statement.executeQuery(SUM.formatted(select))) {
            result.next();
            return new Rows(result.getLong(1), new BigDecimal(result.getString(2)));
        }
    }
}
