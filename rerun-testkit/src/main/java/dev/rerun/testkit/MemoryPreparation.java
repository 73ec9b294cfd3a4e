package dev.rerun.testkit;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.EntryQuery;
import dev.rerun.api.KeptReason;
import dev.rerun.api.RegisterItem;
import dev.rerun.core.eligibility.Eligibility;
import dev.rerun.core.eligibility.ItemFacts;
import dev.rerun.core.eligibility.Selection;
import dev.rerun.core.spi.Lane;
import dev.rerun.core.spi.Position;
import dev.rerun.core.spi.Preparation;
import dev.rerun.core.spi.PrepareCounts;
import dev.rerun.core.spi.Run;
import dev.rerun.testkit.MemoryApp.StoredEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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
        return freeze(run, selected(run));
    }

    @Override
    public void check(Run run, EntryQuery query) {
        transaction.requireUsable();
        query(run, query).check();
    }

    @Override
    public List<Lane> freeze(Run run, EntryQuery query) {
        return freeze(run, selected(run, query));
    }

    @Override
    public long count(Run run, EntryQuery query) {
        transaction.requireUsable();
        return selected(run, query).size();
    }

    @Override
    public List<ActivityEntry> preview(Run run, @Nullable EntryQuery query, int limit) {
        transaction.requireUsable();
        List<ActivityEntry> all = query == null ? selected(run) : selected(run, query);
        return List.copyOf(all.subList(0, Math.min(limit, all.size())));
    }

    private List<Lane> freeze(Run run, List<ActivityEntry> selected) {
        transaction.requireHeld(run.id());
        Map<Integer, List<String>> entryIds = new TreeMap<>();
        Map<Integer, Long> gates = new HashMap<>();
        Long first = run.options().firstOnly();
        long taken = 0;
        for (ActivityEntry entry : selected) {
            int lane = laneOf(entry.orderingKey(), run.lanes());
            entryIds.computeIfAbsent(lane, number -> new ArrayList<>()).add(entry.id());
            if (first == null || taken < first) {
                gates.merge(lane, 1L, Long::sum);
            }
            taken++;
        }
        NavigableMap<Integer, MemoryLane> lanes = tables.lanes(run.id());
        entryIds.forEach((number, ids) -> transaction.undo.put(
                lanes, number, MemoryLane.of(run.id(), number, ids, gates.getOrDefault(number, 0L))));
        return lanes.values().stream().map(MemoryLane::toLane).toList();
    }

    @Override
    public void archive(Run run, Eligibility eligibility, int batchSize, LongConsumer onBatch) {
        transaction.requireHeld(run.id());
        MemoryApp app = tables.app(run.app());
        Set<String> selected = frozen(run);
        List<MemoryItem> deletable = app.items().stream()
                .filter(stored -> eligibility
                        .keptBecause(facts(app, stored.item(), selected))
                        .isEmpty())
                .sorted(Comparator.comparing(
                                (MemoryItem stored) -> stored.item().time())
                        .thenComparing(stored -> stored.item().uniqueKey()))
                .toList();
        for (int from = 0; from < deletable.size(); from += batchSize) {
            List<MemoryItem> batch = deletable.subList(from, Math.min(from + batchSize, deletable.size()));
            for (MemoryItem stored : batch) {
                app.removeItem(transaction.undo, stored.item());
                transaction.undo.put(tables.archive(run.id()), stored.key(), stored);
            }
            onBatch.accept(batch.size());
        }
    }

    @Override
    public Map<KeptReason, Long> countKept(Run run, Eligibility eligibility) {
        transaction.requireHeld(run.id());
        return countKept(run, eligibility, frozen(run));
    }

    @Override
    public PrepareCounts plan(Run run, Eligibility eligibility) {
        transaction.requireUsable();
        Set<String> selected = selected(run).stream().map(ActivityEntry::id).collect(Collectors.toSet());
        Map<KeptReason, Long> kept = countKept(run, eligibility, selected);
        long stays = kept.values().stream().mapToLong(Long::longValue).sum();
        return new PrepareCounts(selected.size(), tables.app(run.app()).items().size() - stays, kept);
    }

    private Map<KeptReason, Long> countKept(Run run, Eligibility eligibility, Set<String> selected) {
        MemoryApp app = tables.app(run.app());
        Map<KeptReason, Long> counts = new EnumMap<>(KeptReason.class);
        for (MemoryItem stored : app.items()) {
            Optional<KeptReason> reason = eligibility.keptBecause(facts(app, stored.item(), selected));
            reason.ifPresent(kept -> counts.merge(kept, 1L, Long::sum));
        }
        return counts;
    }

    /** In sequence, and no more than the run's limit. */
    private List<ActivityEntry> selected(Run run) {
        return selected(run, entry -> true, Comparator.comparing(Position::of));
    }

    /** In the query's order, without what other runs that are not over hold. */
    private List<ActivityEntry> selected(Run run, EntryQuery asked) {
        MemoryQuery query = query(run, asked);
        Set<String> held = new HashSet<>();
        tables.runs()
                .filter(other ->
                        !other.over() && other.toRun().handled() && other.app().equals(run.app()))
                .forEach(other -> held.addAll(frozen(other.toRun())));
        return selected(run, entry -> query.selects(entry) && !held.contains(entry.id()), query.order());
    }

    private MemoryQuery query(Run run, EntryQuery query) {
        return new MemoryQuery(tables.app(run.app()), query, transaction.now());
    }

    private List<ActivityEntry> selected(Run run, Predicate<ActivityEntry> wanted, Comparator<ActivityEntry> order) {
        MemoryApp app = tables.app(run.app());
        Long limit = run.options().limit();
        return app.entries.values().stream()
                .filter(stored -> selects(run.selection(), app, stored))
                .map(StoredEntry::entry)
                .filter(wanted)
                .sorted(order)
                .limit(limit == null ? Long.MAX_VALUE : limit)
                .toList();
    }

    private Set<String> frozen(Run run) {
        Set<String> frozen = new HashSet<>();
        tables.lanes(run.id()).values().forEach(lane -> frozen.addAll(lane.entryIds()));
        return frozen;
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
