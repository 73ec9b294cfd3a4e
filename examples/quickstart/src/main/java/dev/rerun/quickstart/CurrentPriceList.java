package dev.rerun.quickstart;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.Contract;
import dev.rerun.core.spi.ContractResolver;
import java.util.Optional;

/** The price list in force, which the host replaces while the engine runs. */
final class CurrentPriceList implements ContractResolver {
    private volatile ContractResolver current;

    CurrentPriceList(ContractResolver first) {
        current = first;
    }

    void replaceWith(ContractResolver next) {
        current = next;
    }

    @Override
    public Optional<Contract> resolve(ActivityEntry entry) {
        return current.resolve(entry);
    }
}
