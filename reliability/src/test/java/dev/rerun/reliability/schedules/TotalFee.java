package dev.rerun.reliability.schedules;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.Contract;
import dev.rerun.api.ContractId;
import dev.rerun.api.Diagnostic;
import dev.rerun.api.RegisterItem;
import dev.rerun.core.spi.ContractLogic;
import dev.rerun.core.spi.ContractResolver;
import dev.rerun.core.spi.ItemDraft;
import dev.rerun.core.spi.LogicContext;
import dev.rerun.core.spi.LogicResult;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a visit costs depends on all earlier ones of its key: every fourth unit is free, and the total is noted. */
final class TotalFee implements ContractLogic, ContractResolver {
    static final String NAME = "total fee";
    static final String REGISTER = "Fees";
    static final String NOT_BILLABLE = "-";
    static final int UNITS_TO_A_FREE_ONE = 4;

    private static final String LIST = "list";

    /** Which is in effect. */
    volatile PriceList prices = new PriceList(0);

    @Override
    public Optional<Contract> resolve(ActivityEntry entry) {
        PriceList list = prices;
        return entry.payload().equals(NOT_BILLABLE)
                ? Optional.empty()
                : Optional.of(new Contract(
                        new ContractId("visits", list.version()), NAME, Map.of(LIST, Integer.toString(list.number()))));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public LogicResult apply(Contract contract, ActivityEntry entry, LogicContext context) {
        PriceList list = new PriceList(Integer.parseInt(contract.term(LIST)));
        if (list.refuses(Integer.parseInt(entry.id()))) {
            throw new IllegalStateException("no price for visit " + entry.id());
        }
        int units = Integer.parseInt(entry.payload());
        int earlier = 0;
        BigDecimal total = BigDecimal.ZERO;
        for (RegisterItem item : context.items(entry.orderingKey(), Instant.MIN, Instant.MAX)) {
            earlier += item.units().intValueExact();
            total = total.add(item.amount());
        }
        int free = (earlier + units) / UNITS_TO_A_FREE_ONE - earlier / UNITS_TO_A_FREE_ONE;
        BigDecimal amount = list.rate().multiply(BigDecimal.valueOf(units - free));
        ItemDraft fee = ItemDraft.of(REGISTER, entry.id() + ":fee", entry.occurredAt(), amount, "EUR")
                .withUnits(BigDecimal.valueOf(units))
                .withDetail("total " + total.add(amount).stripTrailingZeros().toPlainString());
        return new LogicResult(List.of(fee), List.of(new Diagnostic("billed", units - free + " of " + units)));
    }
}
