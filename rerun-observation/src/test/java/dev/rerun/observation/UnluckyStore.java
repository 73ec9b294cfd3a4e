package dev.rerun.observation;

import dev.rerun.core.spi.RerunStore;
import dev.rerun.core.spi.StoreLimits;
import dev.rerun.core.spi.StoreTransaction;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A store in memory, whose transactions are serial, that undoes one for which that was asked while it was under way. */
final class UnluckyStore implements RerunStore {
    private final RerunStore store;
    private final AtomicReference<@Nullable Supplier<RuntimeException>> next = new AtomicReference<>();

    UnluckyStore(RerunStore store) {
        this.store = store;
    }

    /** The transaction that is under way is going to be undone; logic may ask for it, on whatever thread it runs. */
    void undo(Supplier<RuntimeException> failure) {
        next.set(failure);
    }

    @Override
    public void verify() {
        store.verify();
    }

    @Override
    public StoreLimits limits() {
        return store.limits();
    }

    @Override
    public <T extends @Nullable Object> T transaction(Function<StoreTransaction, T> work) {
        return store.transaction(tx -> {
            T result = work.apply(tx);
            Supplier<RuntimeException> failure = next.getAndSet(null);
            if (failure != null) {
                throw failure.get();
            }
            return result;
        });
    }
}
