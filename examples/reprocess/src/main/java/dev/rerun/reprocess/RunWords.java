package dev.rerun.reprocess;

import dev.rerun.api.RerunReport;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** A run in one line. */
final class RunWords {
    private RunWords() {}

    static String of(RerunReport report) {
        String reason = report.statusReason();
        return "run " + report.id() + " of " + report.createdAt().truncatedTo(ChronoUnit.SECONDS) + ", "
                + report.request().reason() + ": " + report.status() + ", " + reached(report)
                + (report.failed() == 0 ? "" : ", " + grouped(report.failed()) + " failed")
                + (reason == null ? "" : " (" + reason + ")");
    }

    /** How far it is. */
    static String reached(RerunReport report) {
        return grouped(report.done() + report.failed()) + " of " + grouped(report.total());
    }

    static String packets(long number) {
        return grouped(number) + (number == 1 ? " packet" : " packets");
    }

    static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
