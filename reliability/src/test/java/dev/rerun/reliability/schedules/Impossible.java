package dev.rerun.reliability.schedules;

/** The database says what cannot have come of a step. */
final class Impossible extends RuntimeException {
    private static final long serialVersionUID = 1;

    Impossible(String what) {
        super(what);
    }
}
