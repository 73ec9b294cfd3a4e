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

    FirstProcessing(RerunStore store, EntryProcessor processor, int batchSize) {
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
                report = report.plus(processOrSplit(app.getKey(), sequence.subList(from, to)));
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

    /** What the store refuses is found by halving, and then fails alone. */
    private ProcessingReport processOrSplit(String app, List<ActivityEntry> entries) {
        try {
            return Attempts.ofTransaction(store, tx -> inTransaction(tx, app, entries, Map.of()));
        } catch (RejectedDataException e) {
            if (entries.size() > 1) {
                int half = entries.size() / 2;
                return processOrSplit(app, entries.subList(0, half))
                        .plus(processOrSplit(app, entries.subList(half, entries.size())));
            }
            return processOrFail(app, entries.get(0));
        }
    }

    /** Another transaction may have written the same key a moment ago; looking again tells. */
    private ProcessingReport processOrFail(String app, ActivityEntry entry) {
        List<ActivityEntry> alone = List.of(entry);
        try {
            return Attempts.ofTransaction(store, tx -> inTransaction(tx, app, alone, Map.of()));
        } catch (RejectedDataException e) {
            Map<String, String> error = Map.of(entry.id(), String.valueOf(e.getMessage()));
            return Attempts.ofTransaction(store, tx -> inTransaction(tx, app, alone, error));
        }
    }

    private ProcessingReport inTransaction(
            StoreTransaction tx, String app, List<ActivityEntry> entries, Map<String, String> givenErrors) {
        Set<String> orderingKeys =
                entries.stream().map(ActivityEntry::orderingKey).collect(toSet());
        long epoch = tx.entries().enter(app, orderingKeys);
        Set<String> known =
                tx.entries().known(app, entries.stream().map(ActivityEntry::id).toList());
        List<ActivityEntry> fresh =
                entries.stream().filter(entry -> !known.contains(entry.id())).toList();
        if (fresh.isEmpty()) {
            return new ProcessingReport(0, 0, 0, known.size(), 0, 0);
        }
        tx.entries().insert(app, epoch, fresh);
        Batch.Result result = new Batch(tx, processor, app, null, FirstProcessing::keptBecause).run(fresh, givenErrors);
        return new ProcessingReport(
                result.processed(),
                result.withoutContract(),
                result.errors().size(),
                known.size(),
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
