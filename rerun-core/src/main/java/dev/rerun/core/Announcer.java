package dev.rerun.core;

import dev.rerun.api.RerunListener;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.spi.RerunStore;
import dev.rerun.core.spi.StoreException;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells log and listeners what became of runs, after it is committed. Nothing that goes wrong here touches a run. */
final class Announcer {
    private static final Logger log = LoggerFactory.getLogger(RerunEngines.class);

    private final RerunStore store;
    private final List<RerunListener> listeners;

    Announcer(RerunStore store, List<RerunListener> listeners) {
        this.store = store;
        this.listeners = List.copyOf(listeners);
    }

    /** Announces a state, as it was read in the transaction that brought it about. */
    void announce(RerunReport report) {
        RunLog.within(report.id(), report.app(), () -> {
            story(report);
            tell(report, listener -> listener.onStatus(report));
            if (report.status().terminal() && report.status() != RerunStatus.FAILED && !listeners.isEmpty()) {
                announceRegisters(report);
            }
            return null;
        });
    }

    private void announceRegisters(RerunReport report) {
        Set<String> registers;
        try {
            registers = store.transaction(tx -> tx.runs().registers(report.app()));
        } catch (StoreException e) {
            log.warn("Rerun {}, Registers changed, but listeners could not be told which", report.id(), e);
            return;
        }
        tell(
                report,
                listener -> listener.onRegistersChanged(
                        report.app(), registers, report.request().cutoff()));
    }

    private static void story(RerunReport report) {
        switch (report.status()) {
            case PREPARING -> log.info("Rerun {}, Rerun started", report.id());
            case QUEUED ->
                log.info(
                        "Rerun {}, Rerun queued. entries: {}, items_deleted: {}, items_kept: {}",
                        report.id(),
                        report.total(),
                        report.itemsDeleted(),
                        report.kept());
            case RUNNING -> log.info("Rerun {}, Rerun running", report.id());
            case FAILED -> log.warn("Rerun {}, Rerun failed and changed nothing: {}", report.id(), report.error());
            case COMPLETED_WITH_FAILURES ->
                log.warn(
                        "Rerun {}, Rerun completed with failures. failed: {}, done: {}, items_created: {}",
                        report.id(),
                        report.failed(),
                        report.done(),
                        report.itemsCreated());
            case COMPLETED ->
                log.info(
                        "Rerun {}, Rerun completed. done: {}, items_created: {}, items_retained: {}",
                        report.id(),
                        report.done(),
                        report.itemsCreated(),
                        report.itemsRetained());
            case PAUSED -> log.info("Rerun {}, Rerun paused", report.id());
            case CANCELLED -> log.info("Rerun {}, Rerun cancelled", report.id());
        }
    }

    private void tell(RerunReport report, Consumer<RerunListener> news) {
        for (RerunListener listener : listeners) {
            try {
                news.accept(listener);
            } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
                log.warn(
                        "Rerun {}, Listener {} failed; the run is not affected",
                        report.id(),
                        listener.getClass().getName(),
                        e);
            }
        }
    }
}
