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
import java.util.List;
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
    private final Map<ItemKey, MemoryItem> items = new HashMap<>();
    private final Map<String, NavigableMap<TimedKey, MemoryItem>> itemsByOrderingKey = new HashMap<>();
    private final Map<String, Map<Long, StoredOutcome>> outcomes = new HashMap<>();
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

    /** Those of the newest run first, first processing last. */
    List<ActivityOutcome> outcomes(String entryId) {
        return outcomes.getOrDefault(entryId, Map.of()).values().stream()
                .sorted(Comparator.comparing(StoredOutcome::ordinal).reversed())
                .map(StoredOutcome::outcome)
                .toList();
    }

    void addOutcome(UndoLog undo, long ordinal, ActivityOutcome outcome) {
        Map<Long, StoredOutcome> ofEntry = outcomes.computeIfAbsent(outcome.entryId(), id -> new HashMap<>());
        Long rerunId = outcome.rerunId();
        long key = rerunId == null ? FIRST_PROCESSING : rerunId;
        if (ofEntry.containsKey(key)) {
            throw new RejectedDataException(
                    "entry " + outcome.entryId() + " of app '" + name + "' has an outcome of "
                            + (rerunId == null ? "first processing" : "rerun " + rerunId),
                    null);
        }
        undo.put(ofEntry, key, new StoredOutcome(ordinal, outcome));
    }

    void removeOutcome(UndoLog undo, String entryId, long rerunId) {
        Map<Long, StoredOutcome> ofEntry = outcomes.get(entryId);
        if (ofEntry != null) {
            undo.remove(ofEntry, rerunId);
        }
    }

    /** Removes what a run found out about entries of which a newer run has found out more. */
    void removeSuperseded(UndoLog undo, long rerunId, long ordinal) {
        for (Map<Long, StoredOutcome> ofEntry : outcomes.values()) {
            if (ofEntry.values().stream().anyMatch(other -> other.ordinal() > ordinal)) {
                undo.remove(ofEntry, rerunId);
            }
        }
    }

    /** An entry without any outcome counts as one whose contract could not be determined. */
    boolean hadContract(String entryId) {
        StoredOutcome first = outcomes.getOrDefault(entryId, Map.of()).get(FIRST_PROCESSING);
        return first == null || first.outcome().status() != OutcomeStatus.NO_CONTRACT;
    }

    Collection<MemoryItem> items() {
        return items.values();
    }

    @Nullable
    MemoryItem item(ItemKey key) {
        return items.get(key);
    }

    Collection<MemoryItem> items(String orderingKey, Instant from, Instant until) {
        NavigableMap<TimedKey, MemoryItem> ofKey = itemsByOrderingKey.get(orderingKey);
        return ofKey == null || !from.isBefore(until)
                ? Collections.emptyList()
                : ofKey.subMap(TimedKey.first(from), true, TimedKey.first(until), false)
                        .values();
    }

    void addItem(UndoLog undo, MemoryItem stored) {
        RegisterItem item = stored.item();
        ItemKey key = stored.key();
        if (items.containsKey(key)) {
            throw new RejectedDataException(
                    "register '" + key.register() + "' of app '" + name + "' has an item with the unique key '"
                            + key.uniqueKey() + "'",
                    null);
        }
        undo.put(items, key, stored);
        undo.put(
                itemsByOrderingKey.computeIfAbsent(item.orderingKey(), ofKey -> new TreeMap<>()),
                TimedKey.of(item),
                stored);
        undo.add(registers, item.register());
    }

    void removeItem(UndoLog undo, RegisterItem item) {
        undo.remove(items, ItemKey.of(item));
        NavigableMap<TimedKey, MemoryItem> ofKey = itemsByOrderingKey.get(item.orderingKey());
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

    /** An outcome, with the place of its run among all runs: it may stay when the run is forgotten. */
    private record StoredOutcome(long ordinal, ActivityOutcome outcome) {}

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
