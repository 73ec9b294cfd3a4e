package dev.rerun.verification.clinic;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.Contract;
import dev.rerun.core.spi.ContractLogic;
import dev.rerun.core.spi.ItemDraft;
import dev.rerun.core.spi.LogicContext;
import dev.rerun.core.spi.LogicResult;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

/** Charges the hours of a house call, at half the rate for a patient who had two charges in the thirty days before. */
final class HourlyLogic implements ContractLogic {
    static final String NAME = "hourly";
    static final Duration LOOKS_BACK = Duration.ofDays(30);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public LogicResult apply(Contract contract, ActivityEntry entry, LogicContext context) {
        Instant arrived = entry.occurredAt();
        int before = context.items(entry.orderingKey(), arrived.minus(LOOKS_BACK), arrived)
                .size();
        return LogicResult.of(
                "charged",
                ItemDraft.of(
                        Clinic.BOOK,
                        Clinic.markOf(entry.id()),
                        arrived,
                        due(contract.term("rate"), hours(entry.payload()), before),
                        Clinic.COIN));
    }

    static BigDecimal due(String rate, int hours, int before) {
        BigDecimal full = new BigDecimal(rate).multiply(BigDecimal.valueOf(hours));
        return (before < 2 ? full : full.divide(BigDecimal.valueOf(2))).setScale(2);
    }

    /** Out of a document with this one number. */
    static int hours(String report) {
        return Integer.parseInt(report.replaceAll("\\D", ""));
    }
}
