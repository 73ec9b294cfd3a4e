package dev.rerun.core;

import dev.rerun.api.Actor;
import dev.rerun.api.RerunAction;
import dev.rerun.api.RerunOptions;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.spi.RerunStore;
import dev.rerun.core.spi.Run;
import dev.rerun.core.spi.StoreTransaction;
import dev.rerun.core.spi.Tally;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
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
        AtomicBoolean paused = new AtomicBoolean();
        Optional<RerunReport> report = Attempts.ofTransaction(store, tx -> {
            Optional<Run> locked = tx.runs().lock(run.id());
            // Of a try before that paused it, only the answer to the commit was lost.
            boolean lost = paused.get() && RerunWorker.isIn(locked, RerunStatus.PAUSED);
            if (!lost) {
                paused.set(RerunWorker.isIn(locked, RerunStatus.RUNNING) && isFailing(tx, run));
                if (paused.get()) {
                    pause(tx, run);
                }
            }
            return paused.get() ? tx.runs().report(run.id()) : Optional.empty();
        });
        report.ifPresent(news);
    }

    private static boolean isFailing(StoreTransaction tx, Run run) {
        RerunOptions options = run.options();
        Tally tally = tx.runs().tally(run.id());
        long processed = tally.done() + tally.failed();
        return processed >= options.pauseNotBefore() && tally.failed() > options.pauseAtFailureShare() * processed;
    }

    private static void pause(StoreTransaction tx, Run run) {
        Tally tally = tx.runs().tally(run.id());
        String reason = "paused: too much fails, " + tally.failed() + " of " + (tally.done() + tally.failed())
                + " entries since the start or the last resume; see the failures' causes, then resume or cancel the run";
        tx.runs().record(run.id(), RerunAction.PAUSE, Actor.HOST.because(reason));
        tx.runs().moveTo(run.id(), RerunStatus.PAUSED, reason);
    }
}
