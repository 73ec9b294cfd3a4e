package dev.rerun.core;

import dev.rerun.api.EngineClosedException;
import dev.rerun.api.RerunReport;
import dev.rerun.core.spi.RerunStore;
import dev.rerun.core.spi.StoreException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for the ends of runs on behalf of this engine's callers, whichever process works on them. */
final class Completions {
    private static final Duration POLL = Duration.ofMillis(250);

    private static final Logger log = LoggerFactory.getLogger(Completions.class);

    private final RerunStore store;
    private final Map<Long, CompletableFuture<RerunReport>> awaited = new ConcurrentHashMap<>();
    private final Periodic polls = new Periodic("rerun-completions", POLL, this::poll);
    private volatile boolean closed;

    Completions(RerunStore store) {
        this.store = store;
    }

    void open() {
        polls.open();
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
        polls.close();
        awaited.values().forEach(future -> future.completeExceptionally(new EngineClosedException()));
    }
}
