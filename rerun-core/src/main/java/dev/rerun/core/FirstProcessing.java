package dev.rerun.core;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toSet;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.KeptReason;
import dev.rerun.api.ProcessingReport;
import dev.rerun.api.RegisterItem;
import dev.rerun.core.spi.PlacedItem;
import dev.rerun.core.spi.Position;
import dev.rerun.core.spi.RejectedDataException;
import dev.rerun.core.spi.RerunStore;
import dev.rerun.core.spi.StoreTransaction;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Processes entries for the first time. */
final class FirstProcessing {
    private final RerunStore store;
    private final EntryProcessor processor;
    private final int batchSize;
    private final int mostTries;

    FirstProcessing(RerunStore store, EntryProcessor processor, int batchSize, int mostTries) {
        this.mostTries = mostTries;
        this.store = store;
        this.processor = processor;
        this.batchSize = batchSize;
    }

    ProcessingReport process(Collection<ActivityEntry> entries) {
        Map<String, List<ActivityEntry>> byApp =
                checked(entries).stream().collect(groupingBy(ActivityEntry::app, TreeMap::new, toList()));
        ProcessingReport report = ProcessingReport.NOTHING;
        for (Map.Entry<String, List<ActivityEntry>> app : byApp.entrySet()) {
            List<ActivityEntry> sequence = app.getValue().stream()
                    .sorted(Comparator.comparing(Position::of))
                    .toList();
            for (int from = 0; from < sequence.size(); from += batchSize) {
                int to = Math.min(sequence.size(), from + batchSize);
                report = report.plus(processAll(app.getKey(), sequence.subList(from, to)));
            }
        }
        return report;
    }

    private List<ActivityEntry> checked(Collection<ActivityEntry> entries) {
        List<ActivityEntry> copy = List.copyOf(entries);
        Set<List<String>> ids = new HashSet<>();
        for (ActivityEntry entry : copy) {
            processor.limits().check(entry);
            if (!ids.add(List.of(entry.app(), entry.id()))) {
                throw new IllegalArgumentException("entry '" + entry.id() + "' of app '" + entry.app()
                        + "' is given twice in one call; give each entry once");
            }
        }
        return copy;
    }

    /** A batch that is undone for an entry begins anew, up to that entry; the others follow. */
    private ProcessingReport processAll(String app, List<ActivityEntry> entries) {
        ProcessingReport report = ProcessingReport.NOTHING;
        Known known = Known.NOTHING;
        int from = 0;
        int to = entries.size();
        while (from < entries.size()) {
            try {
                report = report.plus(processOrSplit(app, entries.subList(from, to), known));
                known = Known.NOTHING;
                from = to;
                to = entries.size();
            } catch (BatchUndone e) {
                e.pause();
                known = e.known();
                to = e.last() == null ? to : from + 1 + indexOf(e.last(), entries.subList(from, to));
            }
        }
        return report;
    }

    private static int indexOf(String entryId, List<ActivityEntry> entries) {
        return entries.stream().map(ActivityEntry::id).toList().indexOf(entryId);
    }

    /** What the store refuses is found by halving, and then fails alone. */
    private ProcessingReport processOrSplit(String app, List<ActivityEntry> entries, Known known) {
        try {
            return Attempts.ofTransaction(store, tx -> inTransaction(tx, app, entries, known));
        } catch (RejectedDataException e) {
            if (entries.size() > 1) {
                int half = entries.size() / 2;
                return processAll(app, entries.subList(0, half))
                        .plus(processAll(app, entries.subList(half, entries.size())));
            }
            if (known.failed().containsKey(entries.get(0).id())) {
                throw e;
            }
            return processOrFail(app, entries.get(0));
        }
    }

    /** Another transaction may have written the same key a moment ago; looking again tells. */
    private ProcessingReport processOrFail(String app, ActivityEntry entry) {
        List<ActivityEntry> alone = List.of(entry);
        try {
            return Attempts.ofTransaction(store, tx -> inTransaction(tx, app, alone, Known.NOTHING));
        } catch (RejectedDataException e) {
            Known refused = Known.failing(Processed.refused(entry, String.valueOf(e.getMessage())));
            return Attempts.ofTransaction(store, tx -> inTransaction(tx, app, alone, refused));
        }
    }

    private ProcessingReport inTransaction(StoreTransaction tx, String app, List<ActivityEntry> entries, Known known) {
        Set<String> orderingKeys =
                entries.stream().map(ActivityEntry::orderingKey).collect(toSet());
        long epoch = tx.entries().enter(app, orderingKeys);
        Set<String> stored =
                tx.entries().known(app, entries.stream().map(ActivityEntry::id).toList());
        List<ActivityEntry> fresh =
                entries.stream().filter(entry -> !stored.contains(entry.id())).toList();
        if (fresh.isEmpty()) {
            return new ProcessingReport(0, 0, 0, stored.size(), 0, 0);
        }
        tx.entries().insert(app, epoch, fresh);
        Batch.Result result =
                new Batch(tx, processor, app, null, FirstProcessing::keptBecause, mostTries, null).run(fresh, known);
        return new ProcessingReport(
                result.processed(),
                result.withoutContract(),
                result.failures().size(),
                stored.size(),
                result.created(),
                result.retained());
    }

    /** Without a run there are no windows; only what a contract may never replace stays. */
    private static Optional<KeptReason> keptBecause(PlacedItem existing) {
        RegisterItem item = existing.item();
        return item.uiCreated()
                ? Optional.of(KeptReason.UI_CREATED)
                : item.invoiced() ? Optional.of(KeptReason.INVOICED) : Optional.empty();
    }
}
