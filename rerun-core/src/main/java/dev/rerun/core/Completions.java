package dev.rerun.core;

import dev.rerun.api.EngineClosedException;
import dev.rerun.api.RerunReport;
import dev.rerun.core.spi.RerunStore;
import dev.rerun.core.spi.StoreException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for the ends of runs on behalf of this engine's callers, whichever process works on them. */
final class Completions {
    private static final long POLL_MILLIS = 250;

    private static final Logger log = LoggerFactory.getLogger(Completions.class);

    private final RerunStore store;
    private final Map<Long, CompletableFuture<RerunReport>> awaited = new ConcurrentHashMap<>();
    private final ScheduledExecutorService poller = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "rerun-completions");
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean closed;

    Completions(RerunStore store) {
        this.store = store;
    }

    void open() {
        var unused = poller.scheduleWithFixedDelay(this::poll, POLL_MILLIS, POLL_MILLIS, TimeUnit.MILLISECONDS);
    }

    CompletableFuture<RerunReport> of(long id) {
        CompletableFuture<RerunReport> future = awaited.computeIfAbsent(id, unknown -> new CompletableFuture<>());
        if (closed) {
            future.completeExceptionally(new EngineClosedException());
        }
        return future.copy();
    }

    void ended(RerunReport report) {
        CompletableFuture<RerunReport> future = awaited.remove(report.id());
        if (future != null) {
            future.complete(report);
        }
    }

    private void poll() {
        for (long id : awaited.keySet()) {
            if (closed) {
                return;
            }
            try {
                store.transaction(tx -> tx.runs().report(id))
                        .filter(report -> report.status().terminal())
                        .ifPresent(this::ended);
            } catch (StoreException e) {
                log.debug("Rerun {}, State could not be read; trying again", id, e);
            } catch (RuntimeException | Error e) {
                log.warn("Rerun {}, Waiting for its end failed; trying again", id, e);
            }
        }
    }

    void close() {
        closed = true;
        // Not interrupted: an embedded database closes the file that an interrupted thread is reading.
        poller.shutdown();
        boolean interrupted = false;
        while (!poller.isTerminated()) {
            try {
                poller.awaitTermination(1, TimeUnit.HOURS);
            } catch (
                    @SuppressWarnings("unused")
                    InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        awaited.values().forEach(future -> future.completeExceptionally(new EngineClosedException()));
    }
}
