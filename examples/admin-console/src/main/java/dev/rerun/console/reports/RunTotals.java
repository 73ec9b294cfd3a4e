package dev.rerun.console.reports;

import dev.rerun.console.domain.ContractTotal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What the register added up to before and after each run, for comparison. A run that is retried ends more than once; the last end counts. */
@Component
public class RunTotals {
    private static final String DELETE_AFTER =
            "delete from billing.run_total where rerun_id = ? and ended_at is not null";

    private static final String INSERT = """
            insert into billing.run_total (rerun_id, ended_at, contract, line_count, amount) values (?, ?, ?, ?, ?)
            on conflict do nothing
            """;

    private static final String SELECT = """
            select contract, line_count, amount from billing.run_total
            where rerun_id = ? and ended_at is not distinct from ?
            order by contract = ?, contract
            """;

    private final JdbcClient database;

    public RunTotals(JdbcClient database) {
        this.database = database;
    }

    /** Keeps what the register added up to before a run. */
    @Transactional
    public void recordBefore(long rerunId, RegisterReport report) {
        insert(rerunId, null, report);
    }

    /** Keeps what the register adds up to after a run that ended then, in the place of what was kept of an earlier end. */
    @Transactional
    public void recordAfter(long rerunId, Instant endedAt, RegisterReport report) {
        database.sql(DELETE_AFTER).param(rerunId).update();
        insert(rerunId, endedAt, report);
    }

    /** What was kept of before a run, by contract, what people wrote last; empty if nothing was. */
    public List<ContractTotal> before(long rerunId) {
        return find(rerunId, null);
    }

    /** What was kept of after a run that ended then; empty if nothing was, or not yet. */
    public List<ContractTotal> after(long rerunId, Instant endedAt) {
        return find(rerunId, endedAt);
    }

    private void insert(long rerunId, @Nullable Instant endedAt, RegisterReport report) {
        for (ContractTotal total : report.totals()) {
            database.sql(INSERT)
                    .param(rerunId)
                    .param(zoned(endedAt))
                    .param(total.contract())
                    .param(total.lines())
                    .param(total.amount())
                    .update();
        }
    }

    private List<ContractTotal> find(long rerunId, @Nullable Instant endedAt) {
        return database.sql(SELECT)
                .param(rerunId)
                .param(zoned(endedAt))
                .param(ContractTotal.BY_HAND)
                .query((row, number) -> new ContractTotal(
                        row.getString("contract"), row.getLong("line_count"), row.getBigDecimal("amount")))
                .list();
    }

    private static @Nullable Object zoned(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
