package dev.rerun.observation;

import dev.rerun.core.spi.RerunStore;
import dev.rerun.core.spi.StoreLimits;
import dev.rerun.core.spi.StoreTransaction;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A store that undoes what a thread has done in its transaction, if the thread asked for it while it was in it. */
final class UnluckyStore implements RerunStore {
    private final RerunStore store;
    private final Map<Thread, Supplier<RuntimeException>> failures = new ConcurrentHashMap<>();

    UnluckyStore(RerunStore store) {
        this.store = store;
    }

    /** The transaction of this thread is going to be undone. */
    void undo(Supplier<RuntimeException> failure) {
        failures.put(Thread.currentThread(), failure);
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
            Supplier<RuntimeException> failure = failures.remove(Thread.currentThread());
            if (failure != null) {
                throw failure.get();
            }
            return result;
        });
    }
}
