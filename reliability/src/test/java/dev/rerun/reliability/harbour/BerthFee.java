package dev.rerun.reliability.harbour;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.Contract;
import dev.rerun.api.Diagnostic;
import dev.rerun.api.RegisterItem;
import dev.rerun.core.spi.ContractLogic;
import dev.rerun.core.spi.ItemDraft;
import dev.rerun.core.spi.LogicContext;
import dev.rerun.core.spi.LogicResult;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/** What a call in the harbour costs depends on all earlier ones of the ship: a free unit, and a running total. */
public final class BerthFee implements ContractLogic {
    public static final String NAME = "berth fee";
    public static final String RATE = "rate";
    public static final String REFUSED = "refused";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public LogicResult apply(Contract contract, ActivityEntry entry, LogicContext context) {
        if (contract.term(REFUSED).equals(entry.id())) {
            throw new IllegalStateException("no price for call " + entry.id());
        }
        int units = Integer.parseInt(entry.payload());
        int earlierUnits = 0;
        BigDecimal total = BigDecimal.ZERO;
        for (RegisterItem item : context.items(entry.orderingKey(), Instant.MIN, Instant.MAX)) {
            earlierUnits += item.units().intValueExact();
            total = total.add(item.amount());
        }
        int free = (earlierUnits + units) / Harbour.UNITS_TO_A_FREE_ONE - earlierUnits / Harbour.UNITS_TO_A_FREE_ONE;
        BigDecimal amount = new BigDecimal(contract.term(RATE)).multiply(BigDecimal.valueOf(units - free));
        String running = "total " + total.add(amount).stripTrailingZeros().toPlainString();
        ItemDraft fee = ItemDraft.of(Harbour.REGISTER, entry.id() + ":fee", entry.occurredAt(), amount, "EUR")
                .withUnits(BigDecimal.valueOf(units))
                .withDetail(running);
        return new LogicResult(List.of(fee), List.of(new Diagnostic("billed", units - free + " of " + units)));
    }
}
