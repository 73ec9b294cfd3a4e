package dev.rerun.benchmarks;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** What people read: lines, and what all benchmarks say of where they ran, on what, and in how much memory. */
final class Page {
    private static final double MEGABYTE = 1 << 20;

    private final PrintWriter out;

    Page(PrintWriter out) {
        this.out = out;
    }

    void line(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
    }

    void places(List<String> database) {
        line("PostgreSQL %s", String.join(", ", database));
        line(
                "Java %s, heap of %.0f MB at most, %d processors",
                Runtime.version(),
                Runtime.getRuntime().maxMemory() / MEGABYTE,
                Runtime.getRuntime().availableProcessors());
    }

    void work(Dataset dataset) {
        line(
                "%,d entries selected; %,d items, of which %,d eligible",
                dataset.selected(), dataset.items(), dataset.eligible());
        line("kept: %s", dataset.expected().kept());
        line("");
    }

    void heap(HeapPeak heap) {
        line(
                "heap of the engine's process: %.0f MB at most, garbage included; %.0f MB after collections",
                heap.used() / MEGABYTE, heap.held() / MEGABYTE);
        out.flush();
    }

    void flush() {
        out.flush();
    }
}
