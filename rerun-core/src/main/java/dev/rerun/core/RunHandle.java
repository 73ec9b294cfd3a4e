package dev.rerun.core;

import dev.rerun.api.FailedEntry;
import dev.rerun.api.FailureCause;
import dev.rerun.api.LostEdit;
import dev.rerun.api.Rerun;
import dev.rerun.api.RerunCommand;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunException;
import dev.rerun.api.RerunInterruptedException;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunStatus;
import dev.rerun.api.RerunTimeoutException;
import dev.rerun.api.UnknownRerunException;
import dev.rerun.core.spi.ItemKey;
import dev.rerun.core.spi.RerunStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A handle on one run, which asks the store each time. */
final class RunHandle implements Rerun {
    private final long id;
    private final String app;
    private final RerunStore store;
    private final Completions completions;
    private @Nullable CompletableFuture<RerunReport> completion;

    RunHandle(long id, String app, RerunStore store, Completions completions) {
        this.id = id;
        this.app = app;
        this.store = store;
        this.completions = completions;
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public String app() {
        return app;
    }

    @Override
    public RerunStatus status() {
        return report().status();
    }

    @Override
    public RerunReport report() {
        return store.transaction(tx -> tx.runs().report(id)).orElseThrow(() -> new UnknownRerunException(id));
    }

    @Override
    public RerunReport await(Duration atMost) {
        RerunReport report = report();
        if (report.status().terminal()) {
            return report;
        }
        try {
            return completions.of(id).get(Math.max(0, saturatedNanos(atMost)), TimeUnit.NANOSECONDS);
        } catch (
                @SuppressWarnings("unused")
                TimeoutException e) {
            RerunReport last = report();
            if (last.status().terminal()) {
                return last;
            }
            throw new RerunTimeoutException(atMost, last);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RerunInterruptedException(id, e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RerunException known) {
                throw known;
            }
            throw new IllegalStateException("the end of rerun " + id + " could not be awaited", e.getCause());
        }
    }

    @Override
    public synchronized CompletableFuture<RerunReport> completion() {
        if (completion == null) {
            RerunReport report = report();
            completion = report.status().terminal() ? CompletableFuture.completedFuture(report) : completions.of(id);
        }
        return completion;
    }

    @Override
    public List<FailedEntry> failures(@Nullable FailedEntry after, int limit) {
        int checked = Page.limit(limit);
        return store.transaction(tx -> tx.lanes().parked(id, after, checked));
    }

    @Override
    public List<FailureCause> failureCauses() {
        return store.transaction(tx -> tx.lanes().causes(id, RerunEngine.PAGE_LIMIT));
    }

    @Override
    public List<RerunCommand> commands() {
        return store.transaction(tx -> tx.runs().commands(id));
    }

    @Override
    public List<LostEdit> lostEdits(@Nullable LostEdit after, int limit) {
        int checked = Page.limit(limit);
        ItemKey last = after == null ? null : new ItemKey(after.register(), after.uniqueKey());
        return store.transaction(tx -> tx.archivedItems().lostEdits(id, last, checked));
    }

    @Override
    public String toString() {
        return "Rerun " + id;
    }

    private static long saturatedNanos(Duration duration) {
        try {
            return duration.toNanos();
        } catch (
                @SuppressWarnings("unused")
                ArithmeticException e) {
            return duration.isNegative() ? 0 : Long.MAX_VALUE;
        }
    }
}
