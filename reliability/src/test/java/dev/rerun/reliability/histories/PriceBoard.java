package dev.rerun.reliability.histories;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.Contract;
import dev.rerun.core.spi.ContractResolver;
import java.util.Optional;

/** Which price list is in effect now, for all engines of the process. */
final class PriceBoard implements ContractResolver {
    private volatile PriceList list = PriceList.FIRST;

    PriceList now() {
        return list;
    }

    void post(PriceList next) {
        list = next;
    }

    @Override
    public Optional<Contract> resolve(ActivityEntry entry) {
        return list.contract(entry);
    }
}
