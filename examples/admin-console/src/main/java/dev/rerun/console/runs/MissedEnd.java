package dev.rerun.console.runs;

import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunStatus;
import dev.rerun.console.engine.ConsoleSettings;
import dev.rerun.console.reports.ReportCache;
import dev.rerun.console.reports.RunTotals;
import java.time.Instant;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Keeps the totals after a run that workers finished while no console was there to hear of it: the newest one. */
@Component
@Order(2)
class MissedEnd implements ApplicationRunner {
    private final RerunEngine engine;
    private final ConsoleSettings settings;
    private final ReportCache reports;
    private final RunTotals totals;

    MissedEnd(RerunEngine engine, ConsoleSettings settings, ReportCache reports, RunTotals totals) {
        this.engine = engine;
        this.settings = settings;
        this.reports = reports;
        this.totals = totals;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        for (RerunReport newest : engine.history(settings.app().name(), null, 1)) {
            Instant end = newest.finishedAt();
            if (end != null
                    && newest.status() != RerunStatus.FAILED
                    && totals.after(newest.id(), end).isEmpty()) {
                totals.recordAfter(newest.id(), end, reports.refresh());
            }
        }
    }
}
