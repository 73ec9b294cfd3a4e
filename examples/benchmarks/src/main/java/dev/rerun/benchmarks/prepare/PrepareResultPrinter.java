package dev.rerun.benchmarks.prepare;

import dev.rerun.benchmarks.command.Page;
import dev.rerun.benchmarks.prepare.PrepareResult.Round;

/** Writes a result of the prepare benchmark for people. */
final class PrepareResultPrinter {
    private final Page page;

    PrepareResultPrinter(Page page) {
        this.page = page;
    }

    void print(PrepareResult result) {
        page.places(result.server());
        page.work(result.dataset());
        page.line("%-8s %12s %12s %8s", "round", "engine", "bare SQL", "ratio");
        int number = 1;
        for (Round round : result.rounds()) {
            row(
                    Integer.toString(number++),
                    round.engine().seconds(),
                    round.bareSql().seconds(),
                    round.ratio());
        }
        row("median", result.medianEngine(), result.medianBareSql(), result.medianRatio());
        page.line("");
        page.heap(result.heap());
    }

    private void row(String name, double engine, double bareSql, double ratio) {
        page.line("%-8s %10.2f s %10.2f s %8.2f", name, engine, bareSql, ratio);
    }
}
