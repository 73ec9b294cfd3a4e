package dev.rerun.reliability.faults;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.Contract;
import dev.rerun.core.spi.ContractLogic;
import dev.rerun.core.spi.LogicContext;
import dev.rerun.core.spi.LogicResult;
import dev.rerun.reliability.harbour.BerthFee;

/** The harbour's logic, with something that happens after each entry. */
record WatchedFee(BerthFee real, Runnable event) implements ContractLogic {
    @Override
    public String name() {
        return real.name();
    }

    @Override
    public LogicResult apply(Contract contract, ActivityEntry entry, LogicContext context) {
        LogicResult result = real.apply(contract, entry, context);
        event.run();
        return result;
    }
}
