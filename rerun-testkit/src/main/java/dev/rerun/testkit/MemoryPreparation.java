package dev.rerun.testkit;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.KeptReason;
import dev.rerun.api.RegisterItem;
import dev.rerun.core.eligibility.Eligibility;
import dev.rerun.core.eligibility.ItemFacts;
import dev.rerun.core.eligibility.Selection;
import dev.rerun.core.spi.Lane;
import dev.rerun.core.spi.Position;
import dev.rerun.core.spi.Preparation;
import dev.rerun.core.spi.Run;
import dev.rerun.testkit.MemoryApp.StoredEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/** The prepare of a run in memory. */
final class MemoryPreparation implements Preparation {
    private final MemoryTransaction transaction;
    private final MemoryTables tables;

    MemoryPreparation(MemoryTransaction transaction) {
        this.transaction = transaction;
        this.tables = transaction.tables;
    }

    @Override
    public List<Lane> freeze(Run run) {
        transaction.requireHeld(run.id());
        MemoryApp app = tables.app(run.app());
        List<ActivityEntry> selected = app.entries.values().stream()
                .filter(stored -> selects(run.selection(), app, stored))
                .map(StoredEntry::entry)
                .sorted(Comparator.comparing(Position::of))
                .toList();
        Map<Integer, List<String>> entryIds = new TreeMap<>();
        for (ActivityEntry entry : selected) {
            entryIds.computeIfAbsent(laneOf(entry.orderingKey(), run.lanes()), lane -> new ArrayList<>())
                    .add(entry.id());
        }
        NavigableMap<Integer, MemoryLane> lanes = tables.lanes(run.id());
        entryIds.forEach((number, ids) -> transaction.undo.put(lanes, number, MemoryLane.of(run.id(), number, ids)));
        return lanes.values().stream().map(MemoryLane::toLane).toList();
    }

    @Override
    public void archive(Run run, Eligibility eligibility, int batchSize, LongConsumer onBatch) {
        transaction.requireHeld(run.id());
        MemoryApp app = tables.app(run.app());
        Set<String> selected = selectedEntries(run);
        List<RegisterItem> deletable = app.items().stream()
                .filter(item ->
                        eligibility.keptBecause(facts(app, item, selected)).isEmpty())
                .sorted(Comparator.comparing(RegisterItem::time).thenComparing(RegisterItem::uniqueKey))
                .toList();
        for (int from = 0; from < deletable.size(); from += batchSize) {
            List<RegisterItem> batch = deletable.subList(from, Math.min(from + batchSize, deletable.size()));
            for (RegisterItem item : batch) {
                app.removeItem(transaction.undo, item);
                transaction.undo.append(tables.archive(run.id()), item);
            }
            onBatch.accept(batch.size());
        }
    }

    @Override
    public Map<KeptReason, Long> countKept(Run run, Eligibility eligibility) {
        transaction.requireHeld(run.id());
        MemoryApp app = tables.app(run.app());
        Set<String> selected = selectedEntries(run);
        Map<KeptReason, Long> counts = new EnumMap<>(KeptReason.class);
        for (RegisterItem item : app.items()) {
            Optional<KeptReason> reason = eligibility.keptBecause(facts(app, item, selected));
            reason.ifPresent(kept -> counts.merge(kept, 1L, Long::sum));
        }
        return counts;
    }

    private Set<String> selectedEntries(Run run) {
        Set<String> selected = new HashSet<>();
        tables.lanes(run.id()).values().forEach(lane -> selected.addAll(lane.entryIds()));
        return selected;
    }

    private static boolean selects(Selection selection, MemoryApp app, StoredEntry stored) {
        ActivityEntry entry = stored.entry();
        return selection.selects(entry.createdAt(), app.hadContract(entry.id()), stored.epoch());
    }

    private static int laneOf(String orderingKey, int lanes) {
        int hash = orderingKey.hashCode();
        return Math.floorMod(hash ^ (hash >>> 16), lanes);
    }

    private static ItemFacts facts(MemoryApp app, RegisterItem item, Set<String> selected) {
        StoredEntry entry = app.entryOf(item);
        return new ItemFacts(
                item.register(),
                item.contract() == null ? null : item.contract().name(),
                item.time(),
                item.uiCreated(),
                item.invoiced(),
                entry == null ? null : entry.entry().createdAt(),
                item.entryId() != null && selected.contains(item.entryId()));
    }
}
