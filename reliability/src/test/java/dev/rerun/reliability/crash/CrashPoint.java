package dev.rerun.reliability.crash;

import dev.rerun.reliability.harbour.DatabaseKind;

/**
 * A step at which a process is killed.
 *
 * @param errand what it does
 * @param step the last step that it takes, from one; at zero it survives
 * @param second the last step of the process that takes over, from one; at zero it survives
 */
record CrashPoint(Errand errand, int step, int second) {
    /** Reads what {@link #toString} says. */
    static CrashPoint of(String text) {
        String[] parts = text.split("[:+]", -1);
        int second = parts.length > 2 ? Integer.parseInt(parts[2]) : 0;
        return new CrashPoint(Errand.of(parts[0]), Integer.parseInt(parts[1]), second);
    }

    static CrashPoint of(Errand errand, int step) {
        return new CrashPoint(errand, step, 0);
    }

    /** The same, but who takes over dies too. */
    CrashPoint and(int itsSecond) {
        return new CrashPoint(errand, step, itsSecond);
    }

    /** What repeats it. */
    String command(DatabaseKind kind) {
        return "mvn -o test -pl reliability -am -Dtest=CrashPointsTest -Dsurefire.failIfNoSpecifiedTests=false"
                + " -Dreliability.database=" + kind.text() + " -Dreliability.point=" + this;
    }

    @Override
    public String toString() {
        return errand + ":" + step + (second == 0 ? "" : "+" + second);
    }
}
