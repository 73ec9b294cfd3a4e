package dev.rerun.benchmarks;

import dev.rerun.benchmarks.Result.Round;
import java.io.PrintWriter;
import java.util.Locale;

/** Writes a result for people. */
final class ResultPrinter {
    private static final double MEGABYTE = 1 << 20;

    private final PrintWriter out;

    ResultPrinter(PrintWriter out) {
        this.out = out;
    }

    void print(Result result) {
        line("PostgreSQL %s", String.join(", ", result.server()));
        line(
                "Java %s, heap of %.0f MB at most, %d processors",
                Runtime.version(),
                Runtime.getRuntime().maxMemory() / MEGABYTE,
                Runtime.getRuntime().availableProcessors());
        Dataset dataset = result.dataset();
        line(
                "%,d entries selected; %,d items, of which %,d eligible",
                dataset.selected(), dataset.items(), dataset.eligible());
        line("kept: %s", dataset.expected().kept());
        line("");
        line("%-8s %12s %12s %8s", "round", "engine", "bare SQL", "ratio");
        int number = 1;
        for (Round round : result.rounds()) {
            row(
                    Integer.toString(number++),
                    round.engine().seconds(),
                    round.bareSql().seconds(),
                    round.ratio());
        }
        row("median", result.medianEngine(), result.medianBareSql(), result.medianRatio());
        line("");
        line(
                "heap of the engine's process: %.0f MB at most, garbage included; %.0f MB after collections",
                result.heap().used() / MEGABYTE, result.heap().held() / MEGABYTE);
        out.flush();
    }

    private void row(String name, double engine, double bareSql, double ratio) {
        line("%-8s %10.2f s %10.2f s %8.2f", name, engine, bareSql, ratio);
    }

    private void line(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
    }
}
