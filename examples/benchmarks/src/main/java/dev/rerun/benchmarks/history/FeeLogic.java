package dev.rerun.benchmarks.history;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.Contract;
import dev.rerun.api.ContractId;
import dev.rerun.api.RegisterItem;
import dev.rerun.core.spi.ContractLogic;
import dev.rerun.core.spi.ContractResolver;
import dev.rerun.core.spi.ItemDraft;
import dev.rerun.core.spi.LogicContext;
import dev.rerun.core.spi.LogicResult;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One fee for each entry, with a rebate after the first of a day: it reads the register as tiers do. */
public final class FeeLogic implements ContractLogic {
    public static final String NAME = "fee";

    public static ContractResolver contract() {
        Contract contract = new Contract(new ContractId("fee", "v2"), NAME, Map.of());
        return entry -> Optional.of(contract);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public LogicResult apply(Contract contract, ActivityEntry entry, LogicContext context) {
        Instant day = entry.createdAt().truncatedTo(ChronoUnit.DAYS);
        List<RegisterItem> earlier = context.items(entry.orderingKey(), day, day.plus(1, ChronoUnit.DAYS));
        return LogicResult.of(
                "billed",
                ItemDraft.of(
                        "Fees",
                        "fee:" + entry.id(),
                        entry.createdAt(),
                        new BigDecimal(earlier.isEmpty() ? "2.50" : "2.25"),
                        "EUR"));
    }
}
