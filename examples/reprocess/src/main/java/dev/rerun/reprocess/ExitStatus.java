package dev.rerun.reprocess;

/** What the process says at its end. */
final class ExitStatus {
    /** Everything was sent, or there was nothing to send. */
    static final int DONE = 0;

    /** Everything was tried, and some packets failed. */
    static final int SOME_FAILED = 1;

    /** Arguments, configuration, credentials or the database are wrong. */
    static final int REFUSED = 2;

    /** It was stopped before the end, and can go on. */
    static final int STOPPED = 3;

    private ExitStatus() {}
}
