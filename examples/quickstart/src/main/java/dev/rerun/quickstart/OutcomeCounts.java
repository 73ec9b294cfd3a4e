package dev.rerun.quickstart;

import dev.rerun.api.Diagnostic;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/**
 * What became of the lines in one processing, counted from the diagnostics that logic and engine left.
 *
 * @param billed sales, those retained left out
 * @param retained sales both of whose items were kept
 * @param voided cancellations that found their sale, also where the void item was kept
 * @param unmatched cancellations that found none
 * @param notBillable lines that are neither
 * @param withoutContract lines of guests
 * @param failed lines that could not be calculated
 */
record OutcomeCounts(
        long billed, long retained, long voided, long unmatched, long notBillable, long withoutContract, long failed) {
    /** First processing, in the table of outcomes. */
    static final long FIRST_PROCESSING = 0;

    private static final int ITEMS_OF_A_SALE = 2;

    private static final String OUTCOMES = """
            select o.status, o.diagnostics, count(*)
            from activity_outcome o
            join rerun_app a on a.id = o.app_id and a.name = ?
            where o.rerun_id = ?
            group by o.status, o.diagnostics
            """;

    /** Counts one run, or first processing. */
    static OutcomeCounts of(DataSource dataSource, long rerunId) throws SQLException {
        OutcomeCounts counts = new OutcomeCounts(0, 0, 0, 0, 0, 0, 0);
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(OUTCOMES)) {
            statement.setString(1, PriceLists.APP);
            statement.setLong(2, rerunId);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    counts = counts.plus(
                            rows.getString(1), rows.getString(2).lines().toList(), rows.getLong(3));
                }
            }
        }
        return counts;
    }

    private OutcomeCounts plus(String status, List<String> remarks, long n) {
        return switch (status) {
            case "FAILED" -> plus(0, 0, 0, 0, 0, 0, n);
            case "NO_CONTRACT" -> plus(0, 0, 0, 0, 0, n, 0);
            default ->
                switch (code(remarks.get(0))) {
                    case FulfilmentLogic.BILLED ->
                        keptItems(remarks) == ITEMS_OF_A_SALE ? plus(0, n, 0, 0, 0, 0, 0) : plus(n, 0, 0, 0, 0, 0, 0);
                    case FulfilmentLogic.VOIDED -> plus(0, 0, n, 0, 0, 0, 0);
                    case FulfilmentLogic.UNMATCHED -> plus(0, 0, 0, n, 0, 0, 0);
                    case FulfilmentLogic.NOT_BILLABLE -> plus(0, 0, 0, 0, n, 0, 0);
                    default -> throw new IllegalStateException("unknown diagnostics " + remarks);
                };
        };
    }

    private OutcomeCounts plus(
            long moreBilled,
            long moreRetained,
            long moreVoided,
            long moreUnmatched,
            long moreNotBillable,
            long moreWithoutContract,
            long moreFailed) {
        return new OutcomeCounts(
                billed + moreBilled,
                retained + moreRetained,
                voided + moreVoided,
                unmatched + moreUnmatched,
                notBillable + moreNotBillable,
                withoutContract + moreWithoutContract,
                failed + moreFailed);
    }

    private static long keptItems(List<String> remarks) {
        return remarks.stream()
                .filter(remark -> code(remark).equals(Diagnostic.RETAINED))
                .count();
    }

    private static String code(String remark) {
        int end = remark.indexOf(':');
        return end < 0 ? remark : remark.substring(0, end);
    }
}
