package dev.rerun.reprocess;

import dev.rerun.api.Actor;
import dev.rerun.api.EntryCondition;
import dev.rerun.api.EntryQuery;
import dev.rerun.api.Rerun;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunOptions;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunRequest;
import dev.rerun.api.RerunStatus;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Begins runs or goes on with them, until there is nothing left to do. */
final class Sending {
    private final RerunEngine engine;
    private final Supplier<Instant> databaseClock;
    private final RunFollower follower;
    private final StopSignal stop;
    private final PrintWriter out;
    private final RunEnd end;

    Sending(
            RerunEngine engine,
            Supplier<Instant> databaseClock,
            RunFollower follower,
            StopSignal stop,
            PrintWriter out) {
        this.engine = engine;
        this.databaseClock = databaseClock;
        this.follower = follower;
        this.stop = stop;
        this.out = out;
        end = new RunEnd(out);
    }

    /**
     * Sends a selection, first of all in the run that the same command left unfinished.
     *
     * @param beside whether another run may be under way
     * @param credentials asked before anything is sent; throws if they are wrong
     */
    int send(Selection selection, RerunOptions options, boolean beside, Runnable credentials) {
        return selection.repeats()
                ? repeatedly(selection, options, beside, credentials)
                : once(selection, options, beside, credentials);
    }

    private int once(Selection selection, RerunOptions options, boolean beside, Runnable credentials) {
        Optional<Rerun> unfinished = beside ? Optional.empty() : new UnfinishedRuns(engine).of(selection.words());
        if (unfinished.isPresent()) {
            Rerun run = unfinished.get();
            begin(credentials);
            RerunReport report = goOn(run);
            if (report.status() != RerunStatus.FAILED) {
                return end.tell(run, report);
            }
            // The command was killed while it prepared the run, so it has yet to begin.
        }
        RerunRequest request =
                request(selection.words(), null, selection.query().apply(engine), options);
        if (engine.plan(request).entries() == 0) {
            say("Nothing matches " + selection.words());
            return ExitStatus.DONE;
        }
        if (unfinished.isEmpty()) {
            begin(credentials);
        }
        return start(request);
    }

    /** Each run sends what none of the runs before it has sent. */
    private int repeatedly(Selection selection, RerunOptions options, boolean beside, Runnable credentials) {
        UnfinishedRuns runs = new UnfinishedRuns(engine);
        Rerun run = beside ? null : runs.of(selection.words()).orElse(null);
        Instant begun = beside ? null : runs.repeating(selection.words()).orElse(null);
        if (begun != null) {
            say("Going on with the repetition that began at " + begun);
        }
        Instant since = begun == null ? databaseClock.get() : begun;
        EntryQuery query = selection.query().apply(engine).and(EntryCondition.notProcessedSince(since));
        RerunRequest request = request(selection.words(), since, query, options);
        begin(credentials);
        int status = ExitStatus.DONE;
        while (!stop.heard()) {
            boolean left = run != null;
            if (run == null) {
                run = engine.start(request);
            }
            RerunReport report = left ? goOn(run) : follower.follow(run);
            if (!left || report.status() != RerunStatus.FAILED) {
                int ended = end.tell(run, report);
                if (ended > ExitStatus.SOME_FAILED) {
                    return ended;
                }
                if (report.total() == 0) {
                    say("Nothing matches " + selection.words() + ", or nothing any more");
                    return status;
                }
                status = Math.max(status, ended);
            }
            run = null;
        }
        say("Stopped between two runs; the same command goes on");
        return ExitStatus.STOPPED;
    }

    /** Goes on with a run, whichever command started it. */
    int resume(long id, Runnable credentials) {
        Rerun run = new UnfinishedRuns(engine).one(id);
        begin(credentials);
        return end.tell(run, goOn(run));
    }

    /** Sends the failed packets of a finished run again. */
    int retry(long id, Runnable credentials) {
        Rerun run = engine.find(id).orElseThrow(() -> new RefusedException("there is no run " + id));
        credentials.run();
        engine.retryFailed(id, Actor.HOST);
        engine.startWorkers(1);
        return end.tell(run, follower.follow(run));
    }

    private void begin(Runnable credentials) {
        credentials.run();
        engine.startWorkers(1);
    }

    private int start(RerunRequest request) {
        Rerun run = engine.start(request);
        return end.tell(run, follower.follow(run));
    }

    private RerunReport goOn(Rerun run) {
        RerunReport report = run.report();
        say("Going on with " + RunWords.of(report) + "; its limit and delay stay as they were");
        if (report.status() == RerunStatus.PAUSED) {
            engine.resume(run.id(), Actor.HOST.because("the command came again"));
        }
        return follower.follow(run);
    }

    private static RerunRequest request(String words, @Nullable Instant since, EntryQuery query, RerunOptions options) {
        return RerunRequest.where(query)
                .because(new RunReason(words, since).toString())
                .with(options);
    }

    private void say(String line) {
        out.println(line);
        out.flush();
    }
}
