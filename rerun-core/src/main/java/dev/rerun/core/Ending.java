package dev.rerun.core;

import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.spi.RerunStore;
import dev.rerun.core.spi.Run;
import dev.rerun.core.spi.StoreTransaction;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What becomes of a run of which nothing more may be processed: it is over, or its first entries are done. */
final class Ending {
    private static final Logger log = LoggerFactory.getLogger(RerunEngines.class);

    private final RerunStore store;
    private final Consumer<RerunReport> news;

    Ending(RerunStore store, Consumer<RerunReport> news) {
        this.store = store;
        this.news = news;
    }

    /** Returns whether this call brought the run further. */
    boolean endIfDone(Run run) {
        if (store.transaction(tx -> isOpen(tx, run))) {
            return false;
        }
        Optional<RerunReport> ended = StateChange.of(
                store,
                run.id(),
                (tx, locked) -> locked.status() != RerunStatus.RUNNING || isOpen(tx, run) ? null : end(tx, run));
        ended.filter(report -> report.status() != RerunStatus.RUNNING).ifPresent(news);
        return ended.isPresent();
    }

    private static boolean isOpen(StoreTransaction tx, Run run) {
        return !tx.lanes().open(run.id(), 1).isEmpty();
    }

    private static RerunStatus end(StoreTransaction tx, Run run) {
        RerunReport report = tx.runs().report(run.id()).orElseThrow();
        return report.remaining() > 0 ? afterFirst(tx, report) : complete(tx, report);
    }

    private static RerunStatus complete(StoreTransaction tx, RerunReport report) {
        RerunStatus end = report.failed() > 0 ? RerunStatus.COMPLETED_WITH_FAILURES : RerunStatus.COMPLETED;
        tx.runs().moveTo(report.id(), end, null);
        return end;
    }

    /** The first entries are done; the gates hold back the rest. */
    private static RerunStatus afterFirst(StoreTransaction tx, RerunReport report) {
        if (report.request().options().goOnIfAllSucceed() && report.failed() == 0) {
            tx.lanes().openAll(report.id());
            log.info(
                    "Rerun {}, The first entries succeeded, and the rest follows. done: {}, remaining: {}",
                    report.id(),
                    report.done(),
                    report.remaining());
            return RerunStatus.RUNNING;
        }
        return StateChange.pause(
                tx,
                report.id(),
                "the first " + (report.done() + report.failed() + report.held()) + " entries were processed, "
                        + report.failed() + " of them failed; resume the run to process the rest, or cancel it");
    }
}
