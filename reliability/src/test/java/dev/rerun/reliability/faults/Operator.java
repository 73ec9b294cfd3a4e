package dev.rerun.reliability.faults;

import dev.rerun.api.Actor;
import dev.rerun.api.Rerun;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunException;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunStatus;
import dev.rerun.reliability.harbour.Host;
import dev.rerun.reliability.harbour.Job;
import java.time.Duration;
import java.util.function.Supplier;
import org.awaitility.Awaitility;

/**
 * A person who gives a command. When it fails, the person looks where the run stands, and gives it again only if it was not carried
 * out.
 */
final class Operator {
    static final Duration LONG = Duration.ofSeconds(60);

    private static final int WORKERS = 2;

    private final RerunEngine engine;
    private final long run;

    private Operator(RerunEngine engine, long run) {
        this.engine = engine;
        this.run = run;
    }

    /** Has a job done to its end by an engine that has no workers yet. The ID is of the run that is there, if one is. */
    static void carryOut(Job job, RerunEngine engine, long run) {
        Operator operator = new Operator(engine, run);
        if (job != Job.PAUSE) {
            engine.startWorkers(WORKERS);
        }
        switch (job) {
            case START -> operator.start();
            case PAUSE -> {
                operator.commandWhile(RerunStatus.QUEUED, job);
                engine.startWorkers(WORKERS);
                operator.resume();
            }
            case RESUME -> {
                operator.commandWhile(RerunStatus.PAUSED, job);
                operator.awaitEnd();
            }
            case CANCEL -> operator.commandWhile(RerunStatus.PAUSED, job);
            case RETRY -> {
                operator.commandWhile(RerunStatus.COMPLETED_WITH_FAILURES, job);
                operator.awaitEnd();
            }
            default -> throw new IllegalArgumentException(job.text());
        }
    }

    /** With the same idempotency key each time, so it may be the run of an earlier try; one that failed is none. */
    private void start() {
        RerunReport report;
        do {
            Rerun started = untilItSucceeds(() -> engine.start(Host.request()));
            report = untilItSucceeds(() -> started.await(LONG));
        } while (report.status() == RerunStatus.FAILED);
    }

    private void commandWhile(RerunStatus notCarriedOut, Job job) {
        untilItSucceeds(() -> {
            if (engine.find(run).orElseThrow().status() == notCarriedOut) {
                job.command(engine, run);
            }
            return true;
        });
    }

    private void resume() {
        untilItSucceeds(() -> {
            if (engine.find(run).orElseThrow().status() == RerunStatus.PAUSED) {
                engine.resume(run, Actor.HOST);
            }
            return true;
        });
        awaitEnd();
    }

    private void awaitEnd() {
        Rerun found = untilItSucceeds(() -> engine.find(run).orElseThrow());
        untilItSucceeds(() -> found.await(LONG));
    }

    static <T> T untilItSucceeds(Supplier<T> call) {
        return Awaitility.await()
                .atMost(LONG)
                .pollDelay(Duration.ZERO)
                .pollInSameThread()
                .ignoreExceptionsInstanceOf(RerunException.class)
                .until(call::get, result -> true);
    }
}
