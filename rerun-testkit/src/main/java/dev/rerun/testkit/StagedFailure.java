package dev.rerun.testkit;

/** What the contract tests throw, and expect to get back. */
final class StagedFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StagedFailure() {
        super("thrown by the test on purpose");
    }
}
