package dev.rerun.verification.engine;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.Contract;
import dev.rerun.core.spi.ContractLogic;
import dev.rerun.core.spi.LogicContext;
import dev.rerun.core.spi.LogicResult;
import java.util.Set;

/** {@link TieredLogic} that fails on some entries when they are rerun. */
final class FailingLogic implements ContractLogic {
    volatile Set<String> failing = Set.of();
    private final ContractLogic tiered = new TieredLogic();

    @Override
    public String name() {
        return tiered.name();
    }

    @Override
    public LogicResult apply(Contract contract, ActivityEntry entry, LogicContext context) {
        if (context.rerunId().isPresent() && failing.contains(entry.id())) {
            throw new IllegalStateException("no tariff for parcel " + entry.id());
        }
        return tiered.apply(contract, entry, context);
    }
}
