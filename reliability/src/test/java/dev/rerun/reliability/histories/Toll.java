package dev.rerun.reliability.histories;

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
import java.util.ArrayList;
import java.util.List;

/** The contract logic: a toll depends on all earlier items of the truck. What it makes it also says in its remarks. */
final class Toll implements ContractLogic {
    static final String NAME = "toll";
    static final String REGISTER = "Tolls";

    /** The code of a remark that tells an item. */
    static final String ITEM = "item";

    /** From so many earlier units on, a unit costs half. */
    static final int TIER = 10;

    private static final BigDecimal HALF = new BigDecimal("0.5");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public LogicResult apply(Contract contract, ActivityEntry entry, LogicContext context) {
        PriceList prices = new PriceList(Integer.parseInt(contract.term(PriceList.NUMBER)));
        if (prices.fails(Long.parseLong(entry.id()))) {
            throw new IllegalStateException("no price for crossing " + entry.id());
        }
        int units = Crossing.units(entry.payload());
        BigDecimal earlierUnits = BigDecimal.ZERO;
        BigDecimal total = BigDecimal.ZERO;
        for (RegisterItem item : context.items(entry.orderingKey(), Instant.MIN, Instant.MAX)) {
            earlierUnits = earlierUnits.add(item.units());
            total = total.add(item.amount());
        }
        BigDecimal amount = prices.rate().multiply(BigDecimal.valueOf(units));
        if (earlierUnits.compareTo(BigDecimal.valueOf(TIER)) >= 0) {
            amount = amount.multiply(HALF);
        }
        List<ItemDraft> items = new ArrayList<>();
        items.add(item(entry, "toll", amount)
                .withUnits(BigDecimal.valueOf(units))
                .withDetail("total " + plain(total.add(amount))));
        if (prices.extra(units)) {
            items.add(item(entry, "extra", prices.rate()).withDetail("after " + plain(earlierUnits)));
        }
        return new LogicResult(items, items.stream().map(Toll::remark).toList());
    }

    private static ItemDraft item(ActivityEntry entry, String what, BigDecimal amount) {
        return ItemDraft.of(REGISTER, entry.id() + ":" + what, entry.occurredAt(), amount, "EUR");
    }

    private static Diagnostic remark(ItemDraft item) {
        return new Diagnostic(
                ITEM,
                String.join(
                        "|",
                        item.uniqueKey(),
                        plain(item.amount()),
                        plain(item.units()),
                        String.valueOf(item.detail())));
    }

    private static String plain(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }
}
