package dev.rerun.core;

import dev.rerun.core.spi.ItemKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What an earlier try at a batch found out before its transaction was rolled back.
 *
 * @param failed the entries that fail, by ID
 * @param keys the keys under which the store held items that the logic produces
 */
record Known(Map<String, Processed> failed, Set<ItemKey> keys) {
    static final Known NOTHING = new Known(Map.of(), Set.of());

    Known {
        failed = Map.copyOf(failed);
        keys = Set.copyOf(keys);
    }

    static Known failing(Processed entry) {
        return NOTHING.with(entry);
    }

    Known with(Processed entry) {
        Map<String, Processed> more = new HashMap<>(failed);
        more.put(entry.entry().id(), entry);
        return new Known(more, keys);
    }

    Known with(Set<ItemKey> taken) {
        return new Known(failed, taken);
    }
}
