package dev.rerun.console.reports;

import dev.rerun.console.domain.ContractTotal;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * What the register adds up to.
 *
 * @param totals by contract version, what people wrote last
 * @param readAt when it was added up
 */
public record RegisterReport(List<ContractTotal> totals, Instant readAt) {
    public RegisterReport {
        totals = List.copyOf(totals);
    }

    /** The sum of all. */
    public BigDecimal amount() {
        return totals.stream().map(ContractTotal::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** The number of all lines. */
    public long lines() {
        return totals.stream().mapToLong(ContractTotal::lines).sum();
    }
}
