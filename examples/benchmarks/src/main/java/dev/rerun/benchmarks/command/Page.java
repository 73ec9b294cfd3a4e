package dev.rerun.benchmarks.command;

import dev.rerun.benchmarks.history.Dataset;
import dev.rerun.benchmarks.measure.HeapPeak;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** What people read: lines, and what all benchmarks say of where they ran, on what, and in how much memory. */
public final class Page {
    private static final double MEGABYTE = 1 << 20;

    private final PrintWriter out;

    public Page(PrintWriter out) {
        this.out = out;
    }

    public void line(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
    }

    public void places(List<String> database) {
        line("PostgreSQL %s", String.join(", ", database));
        line(
                "Java %s, heap of %.0f MB at most, %d processors",
                Runtime.version(),
                Runtime.getRuntime().maxMemory() / MEGABYTE,
                Runtime.getRuntime().availableProcessors());
    }

    public void work(Dataset dataset) {
        line(
                "%,d entries selected; %,d items, of which %,d eligible",
                dataset.selected(), dataset.items(), dataset.eligible());
        line("kept: %s", dataset.expected().kept());
        line("");
    }

    public void heap(HeapPeak heap) {
        line(
                "heap of the engine's process: %.0f MB at most, garbage included; %.0f MB after collections",
                heap.used() / MEGABYTE, heap.held() / MEGABYTE);
        out.flush();
    }

    public void flush() {
        out.flush();
    }
}
