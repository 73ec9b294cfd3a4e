package dev.rerun.reliability.histories;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.Contract;
import dev.rerun.core.spi.ContractResolver;
import java.util.Optional;
import java.util.function.Consumer;

/** Which price list is in effect now, for all engines of this process. */
final class PriceBoard implements ContractResolver {
    private final Consumer<PriceList> reader;
    private volatile PriceList list = PriceList.FIRST;

    PriceBoard() {
        this(list -> {});
    }

    /** With one who passes on what is posted. */
    PriceBoard(Consumer<PriceList> reader) {
        this.reader = reader;
        reader.accept(list);
    }

    PriceList now() {
        return list;
    }

    void post(PriceList next) {
        list = next;
        reader.accept(next);
    }

    @Override
    public Optional<Contract> resolve(ActivityEntry entry) {
        return list.contract(entry);
    }
}
