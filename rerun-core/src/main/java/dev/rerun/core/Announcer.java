package dev.rerun.core;

import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.spi.RerunStore;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells log and listeners what this engine made of runs, after it is committed. Nothing that goes wrong here touches a run. */
final class Announcer {
    private static final Logger log = LoggerFactory.getLogger(RerunEngines.class);

    private final RerunStore store;
    private final Audience audience;
    private final Told told;
    private final Queue<RerunReport> owed = new ConcurrentLinkedQueue<>();

    Announcer(RerunStore store, Audience audience, Told told) {
        this.store = store;
        this.audience = audience;
        this.told = told;
    }

    /** Announces a state, as it was read in the transaction that brought it about. */
    void announce(RerunReport report) {
        RunLog.within(report.id(), report.app(), () -> {
            story(report);
            if (report.itemsNotPutBack() > 0) {
                log.warn(
                        "Rerun {}, {} deleted items were not put back, because others have taken their keys; they are in"
                                + " the archive",
                        report.id(),
                        report.itemsNotPutBack());
            }
            if (!audience.isEmpty() && told.changed(report)) {
                announceRegisters(report);
            }
            return null;
        });
    }

    /** Tells listeners what registers a run has changed, if it is over and has changed something; later if need be. */
    void announceRegisters(RerunReport report) {
        boolean over = report.status().terminal() && report.status() != RerunStatus.FAILED;
        // A run that was cancelled while it prepared has changed nothing, and a handler writes no items.
        if (!over || report.queuedAt() == null || report.selectedBy() != null) {
            return;
        }
        try {
            tellRegisters(report);
        } catch (RuntimeException e) {
            log.debug("Rerun {}, The registers that it changed could not be read; trying again", report.id(), e);
            owed.add(report);
        }
    }

    /** Tries again what failed; throws if it fails still. */
    void announceOwed() {
        RerunReport next = owed.peek();
        while (next != null) {
            tellRegisters(next);
            owed.remove();
            next = owed.peek();
        }
    }

    private void tellRegisters(RerunReport report) {
        Set<String> names = store.transaction(tx -> tx.runs().registers(report.app()));
        audience.tell(new News.Registers(report, names));
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
            case FAILED ->
                log.warn("Rerun {}, Rerun failed and changed nothing: {}", report.id(), report.statusReason());
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
            case PAUSED -> log.warn("Rerun {}, Rerun {}", report.id(), report.statusReason());
            case CANCELLED ->
                log.info(
                        "Rerun {}, Rerun {}. done: {}, items_put_back: {}",
                        report.id(),
                        report.statusReason(),
                        report.done(),
                        report.itemsPutBack());
        }
    }
}
