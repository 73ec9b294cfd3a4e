package dev.rerun.quickstart;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.ProcessingReport;
import dev.rerun.api.RerunEngine;
import java.util.ArrayList;
import java.util.List;

/** Feeds the lines of a file to the engine, some thousands at a time, so that memory holds no more than those. */
final class FirstRun {
    private static final int LINES_AT_A_TIME = 5_000;

    private final RerunEngine engine;
    private final Progress progress;
    private final List<ActivityEntry> waiting = new ArrayList<>(LINES_AT_A_TIME);
    private ProcessingReport report = ProcessingReport.NOTHING;
    private long lines;

    FirstRun(RerunEngine engine, Progress progress) {
        this.engine = engine;
        this.progress = progress;
    }

    ProcessingReport of(InvoiceFile file) {
        file.forEach(line -> {
            waiting.add(line.toEntry());
            if (waiting.size() == LINES_AT_A_TIME) {
                process();
            }
        });
        process();
        return report;
    }

    private void process() {
        if (waiting.isEmpty()) {
            return;
        }
        report = report.plus(engine.process(waiting));
        lines += waiting.size();
        progress.reached(lines);
        waiting.clear();
    }
}
