package dev.rerun.benchmarks.streams;

import dev.rerun.api.RerunListener;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunStatus;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Hears when the first worker begins with a run. */
final class BeginningOfWork implements RerunListener {
    private final CompletableFuture<Long> nanos = new CompletableFuture<>();

    @Override
    public void onStatus(RerunReport report) {
        if (report.status() == RerunStatus.RUNNING) {
            nanos.complete(System.nanoTime());
        }
    }

    @Override
    public void onRegistersChanged(String app, Set<String> registers, Instant since) {}

    /** When that was, by {@link System#nanoTime}; waits for it. */
    long nanos() {
        return nanos.join();
    }
}
