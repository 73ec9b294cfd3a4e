package dev.rerun.benchmarks.history;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * What stands in the tables after a prepare or a whole run, whatever IDs the run and its contract got.
 *
 * @param entries the frozen selection: run entries with their lanes and numbers
 * @param lanes the lanes with their ends
 * @param archived the items in the archive, all columns
 * @param left the items that are left, all columns
 */
public record WorkDone(Rows entries, Rows lanes, Rows archived, Rows left) {
    /** How many rows, and a sum over the hashes of what is in them. */
    public record Rows(long count, BigDecimal sum) {}

    private static final String ROWS = """
            select count(*), coalesce(sum(hashtextextended(cast(r as text), 0)), 0) from (select %s from %s) r
            """;

    private static final String COLUMNS = """
            select string_agg(
                case column_name
                    when 'rerun_id' then 'rerun_id is null'
                    when 'contract_id' then 'contract_id = 1'
                    else column_name end,
                ', ' order by ordinal_position)
            from information_schema.columns
            where table_schema = current_schema() and table_name = 'register_item'
            """;

    public static WorkDone in(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            String item = columns(statement);
            return new WorkDone(
                    rows(statement, "lane, seq, entry_id", "rerun_entry"),
                    rows(statement, "lane, watermark, end_seq", "rerun_lane"),
                    rows(statement, item, "rerun_archived_item"),
                    rows(statement, item, "register_item"));
        }
    }

    private static String columns(Statement statement) throws SQLException {
        try (ResultSet result = statement.executeQuery(COLUMNS)) {
            result.next();
            return result.getString(1);
        }
    }

    private static Rows rows(Statement statement, String columns, String table) throws SQLException {
        try (ResultSet result = statement.executeQuery(ROWS.formatted(columns, table))) {
            result.next();
            return new Rows(result.getLong(1), result.getBigDecimal(2));
        }
    }
}
