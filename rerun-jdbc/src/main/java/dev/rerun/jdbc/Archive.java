package dev.rerun.jdbc;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Moves items out of the register and into a run's archive, whole, in batches. */
interface Archive {
    /**
     * An app's items {@code i} of some time.
     *
     * @param items their table
     * @param scope whose they are
     * @param from the first time
     * @param included whether the items of just that time belong to it
     * @param last the last time, inclusive
     */
    record Stretch(ItemTable items, Scope scope, Instant from, boolean included, Instant last) {
        Fragment condition() {
            String time = items.timeOf("i");
            return new Fragment(
                    items.app().where("i") + " and " + time + (included ? " >= ?" : " > ?") + " and " + time + " <= ?"
                            + items.narrowed(),
                    parameters -> {
                        items.app().bind(parameters, scope);
                        items.time().bind(parameters, scope, from);
                        items.time().bind(parameters, scope, last);
                    });
        }

        /** The part before a time, and the items of that time. */
        Stretch upTo(Instant time) {
            return new Stretch(items, scope, from, included, time);
        }

        /** The part after a time. */
        Stretch after(Instant time) {
            return new Stretch(items, scope, time, false, last);
        }

        /** The part after a time, and the items of that time. */
        Stretch onwards(Instant time) {
            return new Stretch(items, scope, time, true, last);
        }
    }

    /**
     * What a batch moved.
     *
     * @param items how many, perhaps none
     * @param rest where there may be more; null if there is nothing left to move
     */
    record Moved(long items, @Nullable Stretch rest) {
        static final Moved NOTHING = new Moved(0, null);
    }

    /**
     * Moves the first items of a stretch, by time, that are eligible. Fails with {@link Dialect#rowLocked} at an item that
     * another transaction holds; it is judged later, by what that made of it.
     *
     * @param size how many items to move or to look at, about
     */
    Moved moveFirst(Stretch stretch, Fragment eligible, int size);
}
