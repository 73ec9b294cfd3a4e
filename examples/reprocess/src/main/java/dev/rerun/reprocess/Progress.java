package dev.rerun.reprocess;

/** Shows how far one task has come. */
interface Progress extends AutoCloseable {
    /** Moves to a number of steps out of all. */
    void reached(long steps);

    @Override
    void close();

    /** Begins to show a task. */
    @FunctionalInterface
    interface Display {
        /** Shows nothing. */
        Display NONE = (task, steps) -> new Progress() {
            @Override
            public void reached(long done) {}

            @Override
            public void close() {}
        };

        Progress begin(String task, long steps);
    }
}
