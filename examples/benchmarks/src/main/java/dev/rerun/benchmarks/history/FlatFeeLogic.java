package dev.rerun.benchmarks.history;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.Contract;
import dev.rerun.core.spi.ContractLogic;
import dev.rerun.core.spi.ItemDraft;
import dev.rerun.core.spi.LogicContext;
import dev.rerun.core.spi.LogicResult;
import java.math.BigDecimal;

/** The same fee for each entry. It reads nothing, so what the engine and its stream take shows the most. */
public final class FlatFeeLogic implements ContractLogic {
    private static final BigDecimal FEE = new BigDecimal("2.50");

    @Override
    public String name() {
        return FeeLogic.NAME;
    }

    @Override
    public LogicResult apply(Contract contract, ActivityEntry entry, LogicContext context) {
        return LogicResult.of("billed", ItemDraft.of("Fees", "fee:" + entry.id(), entry.createdAt(), FEE, "EUR"));
    }
}
