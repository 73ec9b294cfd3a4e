package dev.rerun.benchmarks;

/** What was measured cannot be compared. */
final class BenchmarkFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    BenchmarkFailedException(String message) {
        super(message);
    }
}
