package dev.rerun.reliability.schedules;

import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A step of a schedule. What exactly it does follows from where the model stands then, so that it also means something when
 * earlier steps are left out.
 *
 * @param kind what happens
 * @param app the app's place
 * @param number the seed of the details
 * @param engine through which engine
 * @param disturbance what disturbs it, or null
 */
record Step(
        Kind kind,
        int app,
        long number,
        int engine,
        @Nullable Disturbance disturbance) {
    /** What may go wrong. */
    enum Trouble {
        /** The connection is lost once. */
        CUT,
        /** The process dies, and another takes over. */
        DEATH,
        /** Something else happens meanwhile, through the other engine. */
        MEANWHILE
    }

    /**
     * What disturbs a step.
     *
     * @param trouble what goes wrong
     * @param statement at which statement, or side of a commit, from one
     * @param other what happens meanwhile, or null
     */
    record Disturbance(
            Trouble trouble, int statement, @Nullable Step other) {
        @Override
        public String toString() {
            return trouble + " at statement " + statement + (other == null ? "" : ": " + other);
        }
    }

    @Nullable
    Deed deed(TownModel model) {
        return kind.of(model.apps.get(app), model, new Random(number));
    }

    Step undisturbed() {
        return new Step(kind, app, number, engine, null);
    }

    @Override
    public String toString() {
        return kind + " (" + Town.APPS.get(app) + ", engine " + engine + ")"
                + (disturbance == null ? "" : ", " + disturbance);
    }
}
