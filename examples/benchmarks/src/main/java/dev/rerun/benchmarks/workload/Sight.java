package dev.rerun.benchmarks.workload;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The register as some entries see it: what stood there for their keys, and what was calculated since. */
public final class Sight {
    private final Map<String, List<StandingItem>> byOrderingKey = new HashMap<>();
    private final Map<String, StandingItem> standing = new HashMap<>();

    /** Sees the items that the register holds. */
    public Sight(List<StandingItem> items) {
        for (StandingItem item : items) {
            standing.put(item.uniqueKey(), item);
            add(item);
        }
    }

    /** The items of an ordering key, whether they are visible from an entry or not. */
    public List<StandingItem> of(String orderingKey) {
        return byOrderingKey.getOrDefault(orderingKey, List.of());
    }

    /** The item that stood under a key before anything was calculated. */
    public @Nullable StandingItem standing(String uniqueKey) {
        return standing.get(uniqueKey);
    }

    /** Adds what was calculated, unless a kept item stands in its place. */
    public void add(Calculated calculated) {
        for (NewItem item : calculated.items()) {
            if (!standing.containsKey(item.uniqueKey())) {
                add(StandingItem.of(item));
            }
        }
    }

    private void add(StandingItem item) {
        byOrderingKey
                .computeIfAbsent(item.orderingKey(), key -> new ArrayList<>())
                .add(item);
    }
}
