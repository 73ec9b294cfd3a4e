package dev.rerun.core;

import dev.rerun.api.Rerun;
import dev.rerun.api.RerunException;
import dev.rerun.api.RerunInterruptedException;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunStatus;
import dev.rerun.api.RerunTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** A handle on one run, which asks the store each time. */
final class RunHandle implements Rerun {
    private final long id;
    private final String app;
    private final LongFunction<RerunReport> reports;
    private final Completions completions;
    private @Nullable CompletableFuture<RerunReport> completion;

    RunHandle(long id, String app, LongFunction<RerunReport> reports, Completions completions) {
        this.id = id;
        this.app = app;
        this.reports = reports;
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
        return reports.apply(id);
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
