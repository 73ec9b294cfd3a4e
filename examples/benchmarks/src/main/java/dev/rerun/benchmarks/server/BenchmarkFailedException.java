package dev.rerun.benchmarks.server;

import org.jspecify.annotations.Nullable;

/** What was measured cannot be compared. */
public final class BenchmarkFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public BenchmarkFailedException(String message) {
        super(message);
    }

    public BenchmarkFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
