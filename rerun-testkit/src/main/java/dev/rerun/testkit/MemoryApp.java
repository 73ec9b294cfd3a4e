package dev.rerun.testkit;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.ActivityOutcome;
import dev.rerun.api.OutcomeStatus;
import dev.rerun.api.RegisterItem;
import dev.rerun.core.spi.ItemKey;
import dev.rerun.core.spi.PlacedItem;
import dev.rerun.core.spi.Position;
import dev.rerun.core.spi.RejectedDataException;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The entries, outcomes and items of one app, with the indexes that look-ups need. */
final class MemoryApp {
    /** What stands in place of the rerun ID in the outcome of first processing. */
    static final long FIRST_PROCESSING = 0;

    final String name;
    final Map<String, StoredEntry> entries = new HashMap<>();
    final Set<String> registers = new TreeSet<>();
    private final Map<ItemKey, RegisterItem> items = new HashMap<>();
    private final Map<String, NavigableMap<TimedKey, RegisterItem>> itemsByOrderingKey = new HashMap<>();
    private final Map<String, Map<Long, ActivityOutcome>> outcomes = new HashMap<>();
    private long epoch = 1;

    MemoryApp(String name) {
        this.name = name;
    }

    long epoch() {
        return epoch;
    }

    void endEpoch(UndoLog undo) {
        undo.change(() -> epoch++, () -> epoch--);
    }

    Map<Long, ActivityOutcome> outcomes(String entryId) {
        return outcomes.getOrDefault(entryId, Map.of());
    }

    void addOutcome(UndoLog undo, ActivityOutcome outcome) {
        Map<Long, ActivityOutcome> ofEntry = outcomes.computeIfAbsent(outcome.entryId(), id -> new HashMap<>());
        Long rerunId = outcome.rerunId();
        long key = rerunId == null ? FIRST_PROCESSING : rerunId;
        if (ofEntry.containsKey(key)) {
            throw new RejectedDataException(
                    "entry " + outcome.entryId() + " of app '" + name + "' has an outcome of "
                            + (rerunId == null ? "first processing" : "rerun " + rerunId),
                    null);
        }
        undo.put(ofEntry, key, outcome);
    }

    /** An entry without any outcome counts as one whose contract could not be determined. */
    boolean hadContract(String entryId) {
        ActivityOutcome first = outcomes(entryId).get(FIRST_PROCESSING);
        return first == null || first.status() != OutcomeStatus.NO_CONTRACT;
    }

    Collection<RegisterItem> items() {
        return items.values();
    }

    @Nullable
    RegisterItem item(ItemKey key) {
        return items.get(key);
    }

    Collection<RegisterItem> items(String orderingKey, Instant from, Instant until) {
        NavigableMap<TimedKey, RegisterItem> ofKey = itemsByOrderingKey.get(orderingKey);
        return ofKey == null || !from.isBefore(until)
                ? Collections.emptyList()
                : ofKey.subMap(TimedKey.first(from), true, TimedKey.first(until), false)
                        .values();
    }

    void addItem(UndoLog undo, RegisterItem item) {
        ItemKey key = ItemKey.of(item);
        if (items.containsKey(key)) {
            throw new RejectedDataException(
                    "register '" + key.register() + "' of app '" + name + "' has an item with the unique key '"
                            + key.uniqueKey() + "'",
                    null);
        }
        undo.put(items, key, item);
        undo.put(
                itemsByOrderingKey.computeIfAbsent(item.orderingKey(), ofKey -> new TreeMap<>()),
                TimedKey.of(item),
                item);
        undo.add(registers, item.register());
    }

    void removeItem(UndoLog undo, RegisterItem item) {
        undo.remove(items, ItemKey.of(item));
        NavigableMap<TimedKey, RegisterItem> ofKey = itemsByOrderingKey.get(item.orderingKey());
        if (ofKey != null) {
            undo.remove(ofKey, TimedKey.of(item));
        }
    }

    PlacedItem placed(RegisterItem item) {
        StoredEntry entry = entryOf(item);
        return new PlacedItem(item, entry == null ? null : Position.of(entry.entry()));
    }

    @Nullable
    StoredEntry entryOf(RegisterItem item) {
        String entryId = item.entryId();
        return entryId == null ? null : entries.get(entryId);
    }

    record StoredEntry(ActivityEntry entry, long epoch) {}

    private record TimedKey(Instant time, String register, String uniqueKey) implements Comparable<TimedKey> {
        private static final Comparator<TimedKey> ORDER = Comparator.comparing(TimedKey::time)
                .thenComparing(TimedKey::register)
                .thenComparing(TimedKey::uniqueKey);

        static TimedKey of(RegisterItem item) {
            return new TimedKey(item.time(), item.register(), item.uniqueKey());
        }

        /** Before every item of that time, for no register has an empty name. */
        static TimedKey first(Instant time) {
            return new TimedKey(time, "", "");
        }

        @Override
        public int compareTo(TimedKey other) {
            return ORDER.compare(this, other);
        }
    }
}
