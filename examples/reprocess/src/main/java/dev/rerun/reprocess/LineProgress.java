package dev.rerun.reprocess;

import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;

/** A plain line now and then, for where no terminal shows a bar. */
final class LineProgress implements Progress {
    private static final long EACH_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final PrintWriter out;
    private final String task;
    private final long all;
    private long shown = System.nanoTime();

    LineProgress(PrintWriter out, String task, long all) {
        this.out = out;
        this.task = task;
        this.all = all;
    }

    @Override
    public void reached(long steps) {
        long now = System.nanoTime();
        if (now - shown >= EACH_NANOS) {
            shown = now;
            out.printf("%s: %,d of %,d%n", task, steps, all);
            out.flush();
        }
    }

    @Override
    public void close() {}
}
