package dev.rerun.reprocess;

import dev.rerun.api.Actor;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunReport;
import java.io.PrintWriter;
import java.util.List;

/** The runs that there are. */
final class RunList {
    private static final int SHOWN = 10;

    private final RerunEngine engine;
    private final PrintWriter out;

    RunList(RerunEngine engine, PrintWriter out) {
        this.engine = engine;
        this.out = out;
    }

    /** Prints the last runs, newest first. */
    void print() {
        List<RerunReport> last = engine.history(RegistrationTable.APP, null, SHOWN);
        last.forEach(report -> out.println(RunWords.of(report)));
        if (last.isEmpty()) {
            out.println("There were no runs");
        }
        out.flush();
    }

    /** Ends a run that is not over. */
    void cancel(long id) {
        long chosen = new UnfinishedRuns(engine).one(id).id();
        out.println(RunWords.of(engine.cancel(chosen, Actor.HOST.because("by hand"))));
        out.flush();
    }
}
