package dev.rerun.benchmarks;

import org.jspecify.annotations.Nullable;

/** What was measured cannot be compared. */
final class BenchmarkFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    BenchmarkFailedException(String message) {
        super(message);
    }

    BenchmarkFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
