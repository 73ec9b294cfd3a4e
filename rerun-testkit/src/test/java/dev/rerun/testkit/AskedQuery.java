package dev.rerun.testkit;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.EntryCondition;
import dev.rerun.api.EntryQuery;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.eligibility.Selection;
import dev.rerun.core.spi.Lane;
import dev.rerun.core.spi.Preparation;
import dev.rerun.core.spi.QueuedEntry;
import dev.rerun.core.spi.RerunStore;
import dev.rerun.core.spi.Run;
import dev.rerun.core.spi.StoreTransaction;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;

/** A query that is about to be frozen, counted or previewed by the store that is right. */
record AskedQuery(
        Preparation preparation,
        Run run,
        EntryQuery query,
        StoreTransaction transaction,
        BiFunction<Run, EntryQuery, Object> store) {
    /** A store that asks another question in each of the three ways. */
    static Function<InMemoryStore, RerunStore> twisted(Function<AskedQuery, Object> twist) {
        return inner -> {
            RerunStore store = inner;
            for (String method : List.of("freeze", "count", "preview")) {
                store = twisted(store, method, twist);
            }
            return store;
        };
    }

    /** A store that asks another question in one way. */
    static RerunStore twisted(RerunStore store, String method, Function<AskedQuery, Object> twist) {
        return TwistedStore.of(store, Preparation.class, method, (preparation, args, transaction) -> {
            Run run = (Run) args[0];
            if (args.length == 1) {
                return preparation.freeze(run);
            }
            if (!(args[1] instanceof EntryQuery query)) {
                return preparation.preview(run, null, (int) args[2]);
            }
            BiFunction<Run, EntryQuery, Object> right =
                    switch (method) {
                        case "freeze" -> preparation::freeze;
                        case "count" -> preparation::count;
                        default -> (ofRun, asked) -> preparation.preview(ofRun, asked, (int) args[2]);
                    };
            return twist.apply(new AskedQuery(preparation, run, query, transaction, right));
        });
    }

    Object ask(Run changed) {
        return store.apply(changed, query);
    }

    Object ask(EntryQuery changed) {
        return store.apply(run, changed);
    }

    Object ask(Selection changed) {
        return ask(new Run(run.id(), run.status(), changed, run.lanes(), run.options(), run.selectedBy()));
    }

    /** Asks for those entries of another query whose IDs are wanted. */
    Object ask(EntryQuery wider, Predicate<String> wanted) {
        List<String> ids = preparation.preview(BrokenSteering.withoutLimit(run), wider, Integer.MAX_VALUE).stream()
                .map(ActivityEntry::id)
                .filter(wanted)
                .toList();
        return ask(EntryQuery.where(EntryCondition.withId(ids.isEmpty() ? List.of("of no entry") : ids)));
    }

    /** Asks as if some other runs were over. */
    Object askWithout(Predicate<Run> others) {
        List<Run> hidden = transaction.runs().notOver().stream()
                .filter(report -> report.id() != run.id())
                .map(report -> transaction.runs().lock(report.id()).orElseThrow())
                .filter(others)
                .toList();
        hidden.forEach(other -> transaction.runs().moveTo(other.id(), RerunStatus.COMPLETED, null));
        Object answer = ask(query);
        hidden.forEach(other -> transaction.runs().moveTo(other.id(), other.status(), null));
        return answer;
    }

    /** Asks for what is not outstanding in some other runs either. */
    Object askBeside(List<RerunReport> reports, Predicate<RerunReport> others) {
        Set<String> held = new HashSet<>();
        reports.stream()
                .filter(report -> report.id() != run.id())
                .filter(others)
                .flatMap(report -> transaction.runs().lock(report.id()).stream())
                .forEach(other -> {
                    for (int number = 0; number < other.lanes(); number++) {
                        for (Lane lane : transaction.lanes().lock(other.id(), number).stream()
                                .toList()) {
                            transaction.lanes().read(lane, Integer.MAX_VALUE).stream()
                                    .map(QueuedEntry::entryId)
                                    .forEach(held::add);
                        }
                    }
                });
        return ask(query, id -> !held.contains(id));
    }
}
