package dev.rerun.reliability;

import dev.rerun.api.Actor;
import dev.rerun.api.Rerun;
import dev.rerun.api.RerunEngine;
import dev.rerun.reliability.Harbour.Prices;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a process does that is killed on the way. */
enum Job {
    /** Starts a run, and works on it to its end. */
    START(Prices.V2) {
        @Override
        Rerun command(RerunEngine engine, long run) {
            return engine.start(Host.request());
        }
    },

    /** Pauses a run that is queued. */
    PAUSE(Prices.V2) {
        @Override
        @Nullable
        Rerun command(RerunEngine engine, long run) {
            engine.pause(run, Actor.HOST);
            return null;
        }
    },

    /** Resumes a run that paused after its first entries, and works on it to its end. */
    RESUME(Prices.V2) {
        @Override
        Rerun command(RerunEngine engine, long run) {
            engine.resume(run, Actor.HOST);
            return engine.find(run).orElseThrow();
        }
    },

    /** Cancels a run that paused after its first entries. */
    CANCEL(Prices.V2) {
        @Override
        @Nullable
        Rerun command(RerunEngine engine, long run) {
            engine.cancel(run, Actor.HOST);
            return null;
        }
    },

    /** Queues a run's failed entries again, after the price list was corrected, and works on it to its end. */
    RETRY(Prices.V3) {
        @Override
        Rerun command(RerunEngine engine, long run) {
            engine.retryFailed(run, Actor.HOST);
            return engine.find(run).orElseThrow();
        }
    },

    /** Forgets two runs that are over. */
    PURGE(Prices.V3) {
        @Override
        @Nullable
        Rerun command(RerunEngine engine, long run) {
            engine.purge(Harbour.APP, Duration.ZERO);
            return null;
        }
    };

    final Prices prices;

    Job(Prices prices) {
        this.prices = prices;
    }

    /** Gives the command; returns the run if it is to be worked on then. The ID is of the run that is there, if one is. */
    abstract @Nullable Rerun command(RerunEngine engine, long run);

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Job of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
