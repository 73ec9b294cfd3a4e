package dev.rerun.core;

import dev.rerun.api.RegisterItem;
import dev.rerun.core.spi.ItemKey;
import dev.rerun.core.spi.Items;
import dev.rerun.core.spi.PlacedItem;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The register of work that has none; nobody asks for it. */
final class NoItems implements Items {
    @Override
    public Map<ItemKey, PlacedItem> find(String app, Set<ItemKey> keys) {
        throw none();
    }

    @Override
    public List<PlacedItem> range(String app, Collection<String> orderingKeys, Instant from, Instant until) {
        throw none();
    }

    @Override
    public void insert(String app, List<RegisterItem> items) {
        throw none();
    }

    private static IllegalStateException none() {
        return new IllegalStateException("a handler has no register");
    }
}
