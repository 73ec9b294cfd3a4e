package dev.rerun.reliability.faults;

import dev.rerun.core.spi.RerunStore;
import dev.rerun.core.spi.StoreLimits;
import dev.rerun.core.spi.StoreTransaction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A store where something may happen before each transaction, on its thread. */
record StoppingStore(RerunStore real, Runnable event) implements RerunStore {
    @Override
    public void verify() {
        real.verify();
    }

    @Override
    public StoreLimits limits() {
        return real.limits();
    }

    @Override
    public <T extends @Nullable Object> T transaction(Function<StoreTransaction, T> work) {
        event.run();
        return real.transaction(work);
    }
}
