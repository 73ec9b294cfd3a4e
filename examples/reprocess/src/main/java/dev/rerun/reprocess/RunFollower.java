package dev.rerun.reprocess;

import dev.rerun.api.Rerun;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunStatus;
import dev.rerun.api.RerunTimeoutException;
import java.time.Duration;

/** Waits for a run, shows how far it is, and stops when this process is to stop. */
final class RunFollower {
    private static final Duration LOOK_EACH = Duration.ofMillis(200);

    private final RerunEngine engine;
    private final Progress.Display display;
    private final StopSignal stop;

    RunFollower(RerunEngine engine, Progress.Display display, StopSignal stop) {
        this.engine = engine;
        this.display = display;
        this.stop = stop;
    }

    /** Where the run stands when it is over, when it has paused, or when this process has stopped working on it. */
    RerunReport follow(Rerun run) {
        RerunReport report = run.report();
        while (report.status() == RerunStatus.PREPARING && !stop.heard()) {
            report = look(run);
        }
        try (Progress progress = display.begin("Run " + run.id(), report.total())) {
            progress.reached(report.done() + report.failed());
            while (goesOn(report) && !stop.heard()) {
                report = look(run);
                progress.reached(report.done() + report.failed());
            }
        }
        if (goesOn(report)) {
            // The packet in flight gets its answer, and that is committed.
            engine.close();
            report = run.report();
        }
        return report;
    }

    private static RerunReport look(Rerun run) {
        try {
            return run.await(LOOK_EACH);
        } catch (RerunTimeoutException notYet) {
            return notYet.report();
        }
    }

    private static boolean goesOn(RerunReport report) {
        return !report.status().terminal() && report.status() != RerunStatus.PAUSED;
    }
}
