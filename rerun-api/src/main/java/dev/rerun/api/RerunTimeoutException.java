package dev.rerun.api;

import java.time.Duration;

/** A run was not over in the time that a caller wanted to wait; it goes on. */
public final class RerunTimeoutException extends RerunException {
    private static final long serialVersionUID = 1L;

    private final transient RerunReport report;

    /**
     * Makes the exception.
     *
     * @param waited how long the caller waited
     * @param report where the run stood at the end of the wait
     */
    public RerunTimeoutException(Duration waited, RerunReport report) {
        super(
                "rerun " + report.id() + " is " + report.status() + " after " + waited + " with " + report.remaining()
                        + " of " + report.total() + " entries to go; wait longer",
                null);
        this.report = report;
    }

    /**
     * Where the run stood; not kept by serialization.
     *
     * @return the report at the end of the wait
     */
    public RerunReport report() {
        return report;
    }
}
