package dev.rerun.benchmarks.command;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar on the terminal's error stream. */
public final class BarProgress implements Progress {
    private static final int REDRAWN_EACH_MILLIS = 500;

    private final ProgressBar bar;
    private int begun;

    private BarProgress(ProgressBar bar) {
        this.bar = bar;
    }

    public static Progress begin(String task, int steps) {
        return new BarProgress(new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(steps)
                .setUpdateIntervalMillis(REDRAWN_EACH_MILLIS)
                .setStyle(ProgressBarStyle.ASCII)
                .hideEta()
                .build());
    }

    @Override
    public void step(String name) {
        bar.stepTo(begun++);
        bar.setExtraMessage(name);
    }

    @Override
    public void close() {
        bar.stepTo(begun);
        bar.setExtraMessage("");
        bar.close();
    }
}
