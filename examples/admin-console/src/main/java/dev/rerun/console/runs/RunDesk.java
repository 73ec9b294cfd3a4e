package dev.rerun.console.runs;

import dev.rerun.api.ActivityOutcome;
import dev.rerun.api.Actor;
import dev.rerun.api.Rerun;
import dev.rerun.api.RerunAction;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunPlan;
import dev.rerun.api.RerunReport;
import dev.rerun.api.UnknownRerunException;
import dev.rerun.console.engine.ConsoleSettings;
import dev.rerun.console.reports.RegisterReport;
import dev.rerun.console.reports.ReportCache;
import dev.rerun.console.reports.RunTotals;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Where people look at runs and give commands, on the page and through the HTTP API alike. Each method begins with the app's public
 * ID, and throws {@link UnknownAppException} if no app has it. Who may do what, the engine asks.
 */
@Component
public class RunDesk {
    private static final int LONGEST_REASON = 500;

    private final RerunEngine engine;
    private final ConsoleSettings.App app;
    private final ReportCache reports;
    private final RunTotals totals;

    public RunDesk(RerunEngine engine, ConsoleSettings settings, ReportCache reports, RunTotals totals) {
        this.engine = engine;
        this.app = settings.app();
        this.reports = reports;
        this.totals = totals;
    }

    /** The app with a public ID. */
    public ConsoleSettings.App app(String publicId) {
        if (!app.publicId().equals(publicId)) {
            throw new UnknownAppException(publicId);
        }
        return app;
    }

    /** Counts what a start would do, without touching anything. */
    public RerunPlan plan(String publicId, StartOrder order, String caller) {
        return engine.plan(order.request(caller).ofApp(app(publicId).name()));
    }

    /**
     * Starts a run, and keeps what the register added up to before. With a key that was used before, it is the run of then.
     *
     * @throws IllegalArgumentException if the reason is blank or long
     */
    public synchronized Rerun start(String publicId, StartOrder order, String caller, String reason, String key) {
        if (reason.isBlank()) {
            throw new IllegalArgumentException("the reason is missing; say why, for those who read the history");
        }
        RegisterReport before = reports.addUp();
        Rerun run = engine.start(order.request(caller)
                .ofApp(app(publicId).name())
                .because(ofGoodLength(reason))
                .once(key));
        if (totals.before(run.id()).isEmpty()) {
            totals.recordBefore(run.id(), before);
        }
        return run;
    }

    /**
     * Finds a run.
     *
     * @throws UnknownRerunException if the app has no such run
     */
    public Rerun find(String publicId, long id) {
        String name = app(publicId).name();
        return engine.find(id).filter(run -> run.app().equals(name)).orElseThrow(() -> new UnknownRerunException(id));
    }

    /** Lists runs, newest first, from the one before another on. */
    public List<RerunReport> history(String publicId, @Nullable Long before, int limit) {
        return engine.history(app(publicId).name(), before, limit);
    }

    /** Carries out a command on a run. */
    public RerunReport command(String publicId, long id, RerunAction action, String caller, @Nullable String reason) {
        find(publicId, id);
        Actor actor = Actor.named(caller);
        if (reason != null && !reason.isBlank()) {
            actor = actor.because(ofGoodLength(reason));
        }
        return switch (action) {
            case PAUSE -> engine.pause(id, actor);
            case RESUME -> engine.resume(id, actor);
            case CANCEL -> engine.cancel(id, actor);
            case RETRY -> engine.retryFailed(id, actor);
            case PLAN, START -> throw new IllegalArgumentException(action + " is no command to a run");
        };
    }

    /** How an activity was billed, newest first. */
    public List<ActivityOutcome> outcomes(String publicId, String activity) {
        return engine.outcomes(app(publicId).name(), activity);
    }

    private static String ofGoodLength(String reason) {
        String text = reason.strip();
        if (text.length() > LONGEST_REASON) {
            throw new IllegalArgumentException(
                    "the reason has " + text.length() + " characters; " + LONGEST_REASON + " is the most that is kept");
        }
        return text;
    }
}
