package dev.rerun.core;

import dev.rerun.api.EngineClosedException;
import dev.rerun.api.RerunReport;
import dev.rerun.api.UnknownRerunException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** The ends of runs for which this engine's callers wait. Whoever brings an end about tells it here, or else the watch does. */
final class Completions {
    private final Map<Long, CompletableFuture<RerunReport>> awaited = new ConcurrentHashMap<>();
    private volatile boolean closed;

    CompletableFuture<RerunReport> of(long id) {
        CompletableFuture<RerunReport> future = awaited.computeIfAbsent(id, unknown -> new CompletableFuture<>());
        if (closed) {
            future.completeExceptionally(new EngineClosedException());
        }
        return future.copy();
    }

    /** The runs that are waited for. */
    Set<Long> awaited() {
        return Set.copyOf(awaited.keySet());
    }

    void ended(RerunReport report) {
        CompletableFuture<RerunReport> future = awaited.remove(report.id());
        if (future != null) {
            future.complete(report);
        }
    }

    /** A run was purged before anybody here saw its end. */
    void gone(long id) {
        CompletableFuture<RerunReport> future = awaited.remove(id);
        if (future != null) {
            future.completeExceptionally(new UnknownRerunException(id));
        }
    }

    void close() {
        closed = true;
        awaited.values().forEach(future -> future.completeExceptionally(new EngineClosedException()));
    }
}
