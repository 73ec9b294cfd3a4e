package dev.rerun.reliability.crash;

import dev.rerun.api.Actor;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunStatus;
import dev.rerun.reliability.harbour.Host;
import dev.rerun.reliability.harbour.Job;
import java.time.Duration;

/**
 * What another process, and the person at it, do when one has died: they look where the run stands, give the command again that
 * was not carried out, and work on what is there.
 */
final class Takeover {
    private static final Duration LONG = Duration.ofMinutes(3);

    private final RerunEngine engine;
    private final long run;

    private Takeover(RerunEngine engine, long run) {
        this.engine = engine;
        this.run = run;
    }

    /** The engine has no workers yet. */
    static void of(Job job, RerunEngine engine, long run) {
        Takeover takeover = new Takeover(engine, run);
        switch (job) {
            case START, SWEEP -> takeover.startUntilItSucceeds();
            case PAUSE -> {
                takeover.commandIf(RerunStatus.QUEUED, job);
                if (takeover.isIn(RerunStatus.PAUSED)) {
                    engine.resume(run, Actor.HOST);
                }
                takeover.work();
            }
            case RESUME -> {
                takeover.commandIf(RerunStatus.PAUSED, job);
                takeover.work();
            }
            case CANCEL -> {
                takeover.commandIf(RerunStatus.PAUSED, job);
                // They find nothing to do.
                engine.startWorkers(1);
            }
            case RETRY -> {
                takeover.commandIf(RerunStatus.COMPLETED_WITH_FAILURES, job);
                takeover.work();
            }
            case PURGE -> job.command(engine, run);
            case PROCESS -> engine.process(Host.entries());
            case OPEN -> {
                engine.startWorkers(1);
                engine.process(Host.entries());
            }
        }
    }

    /** With the same idempotency key, so it may be the dead process's run; which fails by itself if it was not prepared. */
    private void startUntilItSucceeds() {
        engine.startWorkers(1);
        RerunReport report;
        do {
            report = engine.start(Host.request()).await(LONG);
        } while (report.status() == RerunStatus.FAILED);
    }

    private void commandIf(RerunStatus notCarriedOut, Job job) {
        if (isIn(notCarriedOut)) {
            job.command(engine, run);
        }
    }

    private boolean isIn(RerunStatus status) {
        return engine.find(run).orElseThrow().status() == status;
    }

    private void work() {
        engine.startWorkers(1);
        engine.find(run).orElseThrow().await(LONG);
    }
}
