package dev.rerun.reprocess;

import dev.rerun.api.FailedEntry;
import dev.rerun.api.Rerun;
import dev.rerun.api.RerunReport;
import java.io.PrintWriter;

/** Says how a run ended, in words and as an exit status. */
final class RunEnd {
    private static final int NAMED = 20;

    private final PrintWriter out;

    RunEnd(PrintWriter out) {
        this.out = out;
    }

    /** Prints the end of a run. */
    int tell(Rerun run, RerunReport report) {
        int status =
                switch (report.status()) {
                    case COMPLETED -> completed(report);
                    case COMPLETED_WITH_FAILURES -> failed(run, report);
                    case PAUSED -> paused(report);
                    case CANCELLED -> cancelled(report);
                    case FAILED -> rolledBack(report);
                    case PREPARING, QUEUED, RUNNING -> stopped(report);
                };
        out.flush();
        return status;
    }

    private int completed(RerunReport report) {
        if (report.total() > 0) {
            out.println("Run " + report.id() + ": " + RunWords.packets(report.done()) + " sent");
        }
        return ExitStatus.DONE;
    }

    private int failed(Rerun run, RerunReport report) {
        out.println("Run " + report.id() + ": " + RunWords.packets(report.done()) + " sent, "
                + RunWords.grouped(report.failed()) + " failed");
        for (FailedEntry failure : run.failures(null, NAMED)) {
            out.println("  RID " + failure.orderingKey() + ", workflow " + failure.entryId() + ": " + failure.error()
                    + " (tries: " + failure.attempts() + ")");
        }
        if (report.failed() > NAMED) {
            out.println("  and " + RunWords.grouped(report.failed() - NAMED) + " more, which the log has");
        }
        out.println("--retry " + report.id() + " sends the failed ones again");
        return ExitStatus.SOME_FAILED;
    }

    private int paused(RerunReport report) {
        out.println("Run " + report.id() + " paused at " + RunWords.reached(report) + ": " + report.statusReason()
                + "; the same command goes on");
        return ExitStatus.STOPPED;
    }

    private int cancelled(RerunReport report) {
        out.println(
                "Run " + report.id() + " was cancelled at " + RunWords.reached(report) + ": " + report.statusReason());
        return ExitStatus.STOPPED;
    }

    private int rolledBack(RerunReport report) {
        out.println("Run " + report.id() + " did not begin, and sent nothing: " + report.statusReason());
        return ExitStatus.REFUSED;
    }

    private int stopped(RerunReport report) {
        out.println("Run " + report.id() + " stopped at " + RunWords.reached(report) + "; the same command goes on");
        return ExitStatus.STOPPED;
    }
}
