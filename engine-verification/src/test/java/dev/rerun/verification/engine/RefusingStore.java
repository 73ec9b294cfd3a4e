package dev.rerun.verification.engine;

import dev.rerun.api.RegisterItem;
import dev.rerun.core.spi.ItemKey;
import dev.rerun.core.spi.Items;
import dev.rerun.core.spi.PlacedItem;
import dev.rerun.core.spi.RerunStore;
import dev.rerun.core.spi.StoreLimits;
import dev.rerun.core.spi.StoreTransaction;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A store that fails when one item is written, as a constraint of the host's or a full disk would make it. */
record RefusingStore(RerunStore store, String uniqueKey, Supplier<RuntimeException> failure) implements RerunStore {
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
        return store.transaction(tx -> work.apply(refusing(tx)));
    }

    private StoreTransaction refusing(StoreTransaction tx) {
        return (StoreTransaction) Proxy.newProxyInstance(
                StoreTransaction.class.getClassLoader(),
                new Class<?>[] {StoreTransaction.class},
                (proxy, method, arguments) -> {
                    try {
                        Object part = method.invoke(tx, arguments);
                        return part instanceof Items items ? new RefusingItems(items, uniqueKey, failure) : part;
                    } catch (InvocationTargetException e) {
                        throw e.getCause() == null ? e : e.getCause();
                    }
                });
    }

    private record RefusingItems(Items items, String uniqueKey, Supplier<RuntimeException> failure) implements Items {
        @Override
        public Map<ItemKey, PlacedItem> find(String app, Set<ItemKey> keys) {
            return items.find(app, keys);
        }

        @Override
        public List<PlacedItem> range(String app, Collection<String> orderingKeys, Instant from, Instant until) {
            return items.range(app, orderingKeys, from, until);
        }

        @Override
        public void insert(String app, List<RegisterItem> added) {
            if (added.stream().anyMatch(item -> item.uniqueKey().equals(uniqueKey))) {
                throw failure.get();
            }
            items.insert(app, added);
        }
    }
}
