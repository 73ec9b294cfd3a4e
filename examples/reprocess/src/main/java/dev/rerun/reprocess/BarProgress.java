package dev.rerun.reprocess;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar on the terminal's error stream. */
final class BarProgress implements Progress {
    private static final int REDRAWN_EACH_MILLIS = 500;

    private final ProgressBar bar;

    private BarProgress(ProgressBar bar) {
        this.bar = bar;
    }

    static Progress begin(String task, long steps) {
        return new BarProgress(new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(steps)
                .setUnit(" packets", 1)
                .setUpdateIntervalMillis(REDRAWN_EACH_MILLIS)
                .setStyle(ProgressBarStyle.ASCII)
                .showSpeed()
                .build());
    }

    @Override
    public void reached(long steps) {
        bar.stepTo(steps);
    }

    @Override
    public void close() {
        bar.close();
    }
}
