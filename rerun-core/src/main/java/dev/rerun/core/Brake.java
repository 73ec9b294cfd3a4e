package dev.rerun.core;

import dev.rerun.api.RerunOptions;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.spi.RerunStore;
import dev.rerun.core.spi.Run;
import dev.rerun.core.spi.StoreTransaction;
import dev.rerun.core.spi.Tally;
import java.util.function.Consumer;

/** Pauses a run by itself when too many of its entries fail. */
final class Brake {
    private final RerunStore store;
    private final Consumer<RerunReport> news;

    Brake(RerunStore store, Consumer<RerunReport> news) {
        this.store = store;
        this.news = news;
    }

    void pauseIfFailing(Run run) {
        if (!store.transaction(tx -> isFailing(tx, run))) {
            return;
        }
        StateChange.of(
                        store,
                        run.id(),
                        (tx, locked) ->
                                locked.status() == RerunStatus.RUNNING && isFailing(tx, run) ? pause(tx, run) : null)
                .ifPresent(news);
    }

    private static boolean isFailing(StoreTransaction tx, Run run) {
        RerunOptions options = run.options();
        Tally tally = tx.runs().tally(run.id());
        long processed = tally.done() + tally.failed();
        return processed >= options.pauseNotBefore() && tally.failed() > options.pauseAtFailureShare() * processed;
    }

    private static RerunStatus pause(StoreTransaction tx, Run run) {
        Tally tally = tx.runs().tally(run.id());
        return StateChange.pause(
                tx,
                run.id(),
                "too much fails, " + tally.failed() + " of " + (tally.done() + tally.failed())
                        + " entries since the start or the last resume; see the failures' causes, then resume or cancel"
                        + " the run");
    }
}
