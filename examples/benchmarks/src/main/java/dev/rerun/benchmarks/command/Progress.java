package dev.rerun.benchmarks.command;

/** Shows which step of a benchmark is on. */
public interface Progress extends AutoCloseable {
    /** Ends the current step, if there is one, and begins the next. */
    void step(String name);

    @Override
    void close();

    /** Begins to show a benchmark. */
    @FunctionalInterface
    interface Display {
        /** Shows nothing. */
        Display NONE = (task, steps) -> new Progress() {
            @Override
            public void step(String name) {}

            @Override
            public void close() {}
        };

        Progress begin(String task, int steps);
    }
}
