package dev.rerun.reliability.harbour;

import dev.rerun.api.Actor;
import dev.rerun.api.Rerun;
import dev.rerun.api.RerunEngine;
import dev.rerun.reliability.harbour.Harbour.Prices;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a process does that is killed on the way. */
public enum Job {
    /** Starts a run, and works on it to its end. */
    START(Prices.V2) {
        @Override
        public Rerun command(RerunEngine engine, long run) {
            return engine.start(Host.request());
        }
    },

    /** Pauses a run that is queued. */
    PAUSE(Prices.V2) {
        @Override
        @Nullable
        public Rerun command(RerunEngine engine, long run) {
            engine.pause(run, Actor.HOST);
            return null;
        }
    },

    /** Resumes a run that paused after its first entries, and works on it to its end. */
    RESUME(Prices.V2) {
        @Override
        public Rerun command(RerunEngine engine, long run) {
            engine.resume(run, Actor.HOST);
            return engine.find(run).orElseThrow();
        }
    },

    /** Cancels a run that paused after its first entries. */
    CANCEL(Prices.V2) {
        @Override
        @Nullable
        public Rerun command(RerunEngine engine, long run) {
            engine.cancel(run, Actor.HOST);
            return null;
        }
    },

    /** Queues a run's failed entries again, after the price list was corrected, and works on it to its end. */
    RETRY(Prices.V3) {
        @Override
        public Rerun command(RerunEngine engine, long run) {
            engine.retryFailed(run, Actor.HOST);
            return engine.find(run).orElseThrow();
        }
    },

    /** Forgets two runs that are over. */
    PURGE(Prices.V3) {
        @Override
        @Nullable
        public Rerun command(RerunEngine engine, long run) {
            engine.purge(Harbour.APP, Duration.ZERO);
            return null;
        }
    },

    /** Fails a run whose process died before it prepared it, as the sweeper of every engine does. */
    SWEEP(Prices.V2) {
        @Override
        public Rerun command(RerunEngine engine, long run) {
            return engine.find(run).orElseThrow();
        }
    },

    /** Processes the entries for the first time. */
    PROCESS(Prices.V1) {
        @Override
        @Nullable
        public Rerun command(RerunEngine engine, long run) {
            engine.process(Host.entries());
            return null;
        }
    },

    /** Makes the schema in an empty database and builds an engine; what comes first is no command. */
    OPEN(Prices.V1) {
        @Override
        @Nullable
        public Rerun command(RerunEngine engine, long run) {
            return null;
        }
    };

    private static final String SWEEPER = "rerun-sweeper";
    private static final Set<String> PERIODIC = Set.of(SWEEPER, "rerun-watch");

    public final Prices prices;

    Job(Prices prices) {
        this.prices = prices;
    }

    /** Gives the command; returns the run if it is to be worked on then. The ID is of the run that is there, if one is. */
    public abstract @Nullable Rerun command(RerunEngine engine, long run);

    /** Whether it comes before there is any run. */
    public boolean isBeforeAllRuns() {
        return this == PROCESS || this == OPEN;
    }

    /**
     * Whether a thread's steps are counted. What comes once a second, at moments of its own, would make the others' steps come at
     * another place each time: it counts alone or not at all.
     */
    public boolean counts(String thread) {
        return this == SWEEP ? thread.equals(SWEEPER) : !PERIODIC.contains(thread);
    }

    /** Whether a thread stands still in the process, as if that lived for less than a second. */
    public boolean holdsUp(String thread) {
        return PERIODIC.contains(thread) && !counts(thread);
    }

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Job of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
