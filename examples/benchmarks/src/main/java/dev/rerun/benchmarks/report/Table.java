package dev.rerun.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The results for people, as a page in Markdown. */
public final class Table {
    private static final double MEGABYTE = 1 << 20;

    private final Results results;
    private final List<String> lines = new ArrayList<>();

    /** A page about some results. */
    public Table(Results results) {
        this.results = results;
    }

    void write(Path file) throws IOException {
        Files.write(file, lines());
    }

    /** The lines of the page. */
    public List<String> lines() {
        lines.clear();
        line("# The engine, the floor, and what a team would write instead");
        line("");
        list(results.places());
        results.workloads().forEach((workload, description) -> {
            line("## Workload %s", workload);
            line("");
            line("%s.", description);
            line("");
            measurements(workload);
            ratios(workload);
        });
        line("## The contenders");
        line("");
        list(results.contenders());
        return List.copyOf(lines);
    }

    private void measurements(String workload) {
        line("Seconds are medians of the rounds, with the least and the most.");
        line("");
        line("| contender | prepare, s | reprocess, s | entries a second | start to first result, s | heap, MB |");
        line("|---|---|---|---|---|---|");
        for (Measurement one : results.measurements()) {
            if (one.workload().equals(workload)) {
                line(
                        "| %s | %s | %s | %,.0f | %s | %.0f |",
                        one.contender(),
                        seconds(one.prepare()),
                        seconds(one.reprocess()),
                        one.rates().median(),
                        seconds(one.firstResult()),
                        one.heap().used() / MEGABYTE);
            }
        }
        line("");
    }

    private void ratios(String workload) {
        List<Ratio> ratios = results.ratios().stream()
                .filter(ratio -> ratio.workload().equals(workload))
                .toList();
        if (ratios.isEmpty()) {
            return;
        }
        line("Ratios are medians of the rounds' ratios.");
        line("");
        line("| ratio | against | median | least | most | target | reached |");
        line("|---|---|---|---|---|---|---|");
        for (Ratio ratio : ratios) {
            line(
                    "| %s | %s | %.2f | %.2f | %.2f | %s | %s |",
                    ratio.name(),
                    ratio.against(),
                    ratio.value().median(),
                    ratio.value().min(),
                    ratio.value().max(),
                    ratio.target(),
                    ratio.reached() ? "yes" : "no");
        }
        line("");
    }

    private void list(Map<String, String> facts) {
        facts.forEach((name, fact) -> line("- %s: %s", name, fact));
        line("");
    }

    private static String seconds(Spread spread) {
        return String.format(Locale.ROOT, "%.2f (%.2f–%.2f)", spread.median(), spread.min(), spread.max());
    }

    private void line(String format, Object... values) {
        lines.add(String.format(Locale.ROOT, format, values));
    }
}
