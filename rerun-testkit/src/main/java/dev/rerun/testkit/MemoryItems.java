package dev.rerun.testkit;

import dev.rerun.api.RegisterItem;
import dev.rerun.core.spi.ItemKey;
import dev.rerun.core.spi.Items;
import dev.rerun.core.spi.PlacedItem;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The register items in memory. */
final class MemoryItems implements Items {
    private final MemoryTransaction transaction;
    private final MemoryTables tables;

    MemoryItems(MemoryTransaction transaction) {
        this.transaction = transaction;
        this.tables = transaction.tables;
    }

    @Override
    public Map<ItemKey, PlacedItem> find(String app, Set<ItemKey> keys) {
        transaction.requireUsable();
        MemoryApp known = tables.app(app);
        Map<ItemKey, PlacedItem> found = new HashMap<>();
        for (ItemKey key : keys) {
            MemoryItem stored = known.item(key);
            if (stored != null) {
                found.put(key, known.placed(stored.item()));
            }
        }
        return found;
    }

    @Override
    public List<PlacedItem> range(String app, Collection<String> orderingKeys, Instant from, Instant until) {
        transaction.requireUsable();
        MemoryApp known = tables.app(app);
        return orderingKeys.stream()
                .distinct()
                .flatMap(key -> known.items(key, from, until).stream())
                .map(stored -> known.placed(stored.item()))
                .toList();
    }

    @Override
    public void insert(String app, List<RegisterItem> items) {
        transaction.requireUsable();
        transaction.undo.together(() -> items.forEach(item -> {
            MemoryLimits.check(item);
            tables.app(app).addItem(transaction.undo, MemoryItem.written(item));
        }));
    }
}
