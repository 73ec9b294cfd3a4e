package dev.rerun.benchmarks.progress;

import dev.rerun.api.RerunReport;
import dev.rerun.benchmarks.command.Page;
import dev.rerun.benchmarks.history.Dataset;
import dev.rerun.benchmarks.measure.Delays;
import java.util.List;

/**
 * How soon a run told where it stands.
 *
 * @param server the server, and its settings
 * @param dataset what the run was of
 * @param first where it stood at the first question
 * @param last where it stood after the last
 * @param reports how long the reports took
 * @param floor how long the server took to answer at all
 * @param workers how many worked on the run meanwhile
 */
record ProgressResult(
        List<String> server,
        Dataset dataset,
        RerunReport first,
        RerunReport last,
        Delays reports,
        Delays floor,
        int workers) {
    void print(Page page) {
        page.places(server);
        page.work(dataset);
        page.line(
                "%d workers processed %,d of %,d entries meanwhile; %.0f a second over the last minute, expected end %s",
                workers,
                last.done() - first.done(),
                last.total(),
                last.entriesPerSecond(),
                last.expectedEnd().map(Object::toString).orElse("unknown"));
        page.line("%-10s %10s %12s %12s", "", "questions", "99 of 100", "longest");
        row(page, "report", reports);
        row(page, "floor", floor);
        page.flush();
    }

    private static void row(Page page, String name, Delays delays) {
        page.line(
                "%-10s %,10d %9.2f ms %9.2f ms",
                name, delays.count(), delays.nearlyAllMillis(), delays.longestMillis());
    }
}
