package dev.rerun.reliability.crash;

import dev.rerun.reliability.harbour.Job;

/**
 * A step at which a process is killed.
 *
 * @param job what it does
 * @param step the last step that it takes, from one; at zero it survives
 */
record CrashPoint(Job job, int step) {
    /** Reads what {@link #toString} says. */
    static CrashPoint of(String text) {
        String[] parts = text.split(":", -1);
        return new CrashPoint(Job.of(parts[0]), Integer.parseInt(parts[1]));
    }

    String command() {
        return "mvn -o test -pl reliability -am -Dtest=CrashPointsTest -Dsurefire.failIfNoSpecifiedTests=false"
                + " -Dreliability.point=" + this;
    }

    @Override
    public String toString() {
        return job.text() + ":" + step;
    }
}
