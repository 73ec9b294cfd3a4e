package dev.rerun.reliability.crash;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.Contract;
import dev.rerun.core.spi.ContractLogic;
import dev.rerun.core.spi.LogicContext;
import dev.rerun.core.spi.LogicResult;

/** Logic with a step before and one after each call. */
final class SteppedLogic implements ContractLogic {
    private final ContractLogic real;
    private final Steps steps;

    SteppedLogic(ContractLogic real, Steps steps) {
        this.real = real;
        this.steps = steps;
    }

    @Override
    public String name() {
        return real.name();
    }

    @Override
    public LogicResult apply(Contract contract, ActivityEntry entry, LogicContext context) {
        steps.take("before logic of entry " + entry.id());
        try {
            return real.apply(contract, entry, context);
        } finally {
            steps.take("after logic of entry " + entry.id());
        }
    }
}
