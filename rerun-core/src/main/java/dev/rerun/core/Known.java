package dev.rerun.core;

import dev.rerun.core.spi.ItemKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What earlier tries at a batch found out before their transactions were rolled back.
 *
 * @param failed the entries that fail, by ID
 * @param keys the keys under which the store held items that the logic produces
 * @param tries how often entries have failed in a way that may pass, by ID
 * @param looksFirst whether keys are looked up before their items are written, since a write without was refused
 */
record Known(Map<String, Processed> failed, Set<ItemKey> keys, Map<String, Integer> tries, boolean looksFirst) {
    static final Known NOTHING = new Known(Map.of(), Set.of(), Map.of(), false);
    static final Known LOOKING = NOTHING.lookingFirst();

    Known {
        failed = Map.copyOf(failed);
        keys = Set.copyOf(keys);
        tries = Map.copyOf(tries);
    }

    static Known failing(Processed entry) {
        return NOTHING.with(entry);
    }

    Known with(Processed entry) {
        Map<String, Processed> more = new HashMap<>(failed);
        more.put(entry.entry().id(), entry);
        return new Known(more, keys, tries, looksFirst);
    }

    Known with(Set<ItemKey> taken) {
        return new Known(failed, taken, tries, true);
    }

    Known lookingFirst() {
        return new Known(failed, keys, tries, true);
    }

    /** How often an entry has been tried, this time included. */
    int attempts(String entryId) {
        return tries.getOrDefault(entryId, 0) + 1;
    }

    Known withTry(String entryId) {
        Map<String, Integer> more = new HashMap<>(tries);
        more.put(entryId, attempts(entryId));
        return new Known(failed, keys, more, looksFirst);
    }
}
