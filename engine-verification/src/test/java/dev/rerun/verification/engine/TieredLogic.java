package dev.rerun.verification.engine;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.Contract;
import dev.rerun.api.RegisterItem;
import dev.rerun.core.spi.ContractLogic;
import dev.rerun.core.spi.ItemDraft;
import dev.rerun.core.spi.LogicContext;
import dev.rerun.core.spi.LogicResult;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The contract that {@link NaiveBilling} describes, as a plug-in. */
final class TieredLogic implements ContractLogic {
    @Override
    public String name() {
        return ScriptedLogic.NAME;
    }

    @Override
    public LogicResult apply(Contract contract, ActivityEntry entry, LogicContext context) {
        List<RegisterItem> earlier = context.items(entry.orderingKey(), Instant.MIN, Instant.MAX);
        BigDecimal units = new BigDecimal(entry.payload());
        return units.signum() < 0 ? voiding(entry, earlier) : fee(contract, entry, units, earlier);
    }

    private static LogicResult voiding(ActivityEntry entry, List<RegisterItem> earlier) {
        Set<String> voided = new HashSet<>();
        earlier.forEach(item -> voided.add(String.valueOf(item.refersTo())));
        for (int i = earlier.size() - 1; i >= 0; i--) {
            RegisterItem item = earlier.get(i);
            if (item.uniqueKey().endsWith(":fee") && !voided.contains(item.uniqueKey())) {
                return LogicResult.of(
                        "voided",
                        ItemDraft.of(
                                        ScriptedLogic.REGISTER,
                                        entry.id() + ":void",
                                        entry.occurredAt(),
                                        item.amount().negate(),
                                        "EUR")
                                .referringTo(item.uniqueKey()));
            }
        }
        return LogicResult.nothing("unmatched");
    }

    private static LogicResult fee(
            Contract contract, ActivityEntry entry, BigDecimal units, List<RegisterItem> earlier) {
        BigDecimal earlierUnits = earlier.stream().map(RegisterItem::units).reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal full = units.multiply(new BigDecimal(contract.term("rate")));
        BigDecimal amount = earlierUnits.compareTo(BigDecimal.TEN) >= 0 ? full.multiply(new BigDecimal("0.5")) : full;
        return LogicResult.of(
                "billed",
                ItemDraft.of(ScriptedLogic.REGISTER, entry.id() + ":fee", entry.occurredAt(), amount, "EUR")
                        .withUnits(units));
    }
}
