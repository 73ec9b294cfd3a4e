package dev.rerun.console.runs;

import dev.rerun.api.RerunListener;
import dev.rerun.api.RerunReport;
import dev.rerun.console.reports.RegisterReport;
import dev.rerun.console.reports.ReportCache;
import dev.rerun.console.reports.RunTotals;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Hears what runs do, whichever process works on them. When a run has changed the register, the report is added up anew before
 * anybody is told; so no page shows totals of before the run once it shows that the run is over.
 */
@Component
class RunNews implements RerunListener {
    private final ReportCache reports;
    private final RunTotals totals;
    private final ProgressFeed feed;
    private @Nullable RerunReport lastEnded;

    RunNews(ReportCache reports, RunTotals totals, ProgressFeed feed) {
        this.reports = reports;
        this.totals = totals;
        this.feed = feed;
    }

    @Override
    public void onStatus(RerunReport report) {
        if (report.status().terminal()) {
            lastEnded = report;
        }
        feed.progress(report);
    }

    @Override
    public void onProgress(RerunReport report) {
        feed.progress(report);
    }

    /** Follows the state that ended the run, on the same thread. */
    @Override
    public void onRegistersChanged(String app, Set<String> registers, Instant since) {
        RegisterReport report = reports.refresh();
        RerunReport ended = lastEnded;
        if (ended != null && ended.finishedAt() != null) {
            totals.recordAfter(ended.id(), ended.finishedAt(), report);
            feed.totals(ended.id());
        }
    }
}
