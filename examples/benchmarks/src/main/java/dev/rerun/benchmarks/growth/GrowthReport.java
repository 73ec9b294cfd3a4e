package dev.rerun.benchmarks.growth;

import dev.rerun.benchmarks.report.Measurement;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What was measured, as a table, as a picture for each series, and for programs.
 *
 * @param places where it was measured
 * @param usual what the points have but for what differs
 * @param measured the points in their order
 */
record GrowthReport(List<String> places, Point usual, Map<Point, Measurement> measured) {
    private static final long MEGABYTE = 1 << 20;
    private static final double MICROS = 1e6;
    private static final int WIDTH = 760;
    private static final int HEIGHT = 420;

    /** One point; the names are those of the file. */
    record Row(
            String series,
            long value,
            long entries,
            int items,
            long orderingKeys,
            int batchSize,
            int workers,
            List<Double> prepareSeconds,
            List<Double> reprocessSeconds,
            double prepareMicrosPerEntry,
            double reprocessMicrosPerEntry,
            double rate,
            long heapMegabytes) {
        static Row of(Point point, Measurement measurement) {
            long entries = measurement.entries();
            return new Row(
                    point.series().title(),
                    point.value(),
                    entries,
                    point.workload().items(),
                    point.workload().orderingKeys(),
                    point.batchSize(),
                    point.workers(),
                    measurement.prepare().rounds(),
                    measurement.reprocess().rounds(),
                    measurement.prepare().median() * MICROS / entries,
                    measurement.reprocess().median() * MICROS / entries,
                    measurement.rates().median(),
                    measurement.heap().held() / MEGABYTE);
        }
    }

    /** For the file of programs. */
    record Content(List<String> places, String usual, List<Row> points) {}

    private List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        measured.forEach((point, measurement) -> rows.add(Row.of(point, measurement)));
        return rows;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("# How the cost of a rerun grows");
        lines.add("");
        places.forEach(place -> lines.add("- " + place));
        lines.add("- What differs stands in the table; else: " + inWords());
        lines.add("");
        lines.add("Medians of the rounds. The heap is what the garbage collector could not free.");
        lines.add("");
        lines.add("| what differs | | prepare, µs an entry | reprocess, µs an entry | entries a second | heap, MB |");
        lines.add("|---|---|---|---|---|---|");
        for (Row row : rows()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "| %s | %,d | %.1f | %.1f | %,.0f | %d |",
                    row.series(),
                    row.value(),
                    row.prepareMicrosPerEntry(),
                    row.reprocessMicrosPerEntry(),
                    row.rate(),
                    row.heapMegabytes()));
        }
        return lines;
    }

    private String inWords() {
        return String.format(
                Locale.ROOT,
                "%,d entries, %,d ordering keys, %d items of an entry, batches of %,d, %d workers",
                usual.workload().entries(),
                usual.workload().orderingKeys(),
                usual.workload().items(),
                usual.batchSize(),
                usual.workers());
    }

    void writeTo(Path folder) throws IOException {
        Files.write(folder.resolve("growth.md"), lines());
        Files.writeString(
                folder.resolve("growth.json"),
                JsonMapper.builder()
                                .enable(SerializationFeature.INDENT_OUTPUT)
                                .build()
                                .writeValueAsString(new Content(places, inWords(), rows()))
                        + "\n");
        Map<Series, List<Row>> series = new EnumMap<>(Series.class);
        measured.forEach((point, measurement) ->
                series.computeIfAbsent(point.series(), key -> new ArrayList<>()).add(Row.of(point, measurement)));
        for (Map.Entry<Series, List<Row>> one : series.entrySet()) {
            VectorGraphicsEncoder.saveVectorGraphic(
                    chart(one.getKey().title(), one.getValue()),
                    folder.resolve("growth-" + one.getKey().shortName() + ".svg")
                            .toString(),
                    VectorGraphicsFormat.SVG);
        }
    }

    private static CategoryChart chart(String series, List<Row> rows) {
        CategoryChart chart = new CategoryChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title("Microseconds an entry, by " + series)
                .xAxisTitle(series)
                .yAxisTitle("µs")
                .build();
        chart.getStyler()
                .setAvailableSpaceFill(0.6)
                .setYAxisDecimalPattern("#,##0.#")
                .setPlotGridVerticalLinesVisible(false)
                .setChartBackgroundColor(Color.WHITE);
        List<String> values = rows.stream()
                .map(row -> String.format(Locale.ROOT, "%,d", row.value()))
                .toList();
        chart.addSeries(
                "prepare", values, rows.stream().map(Row::prepareMicrosPerEntry).toList());
        chart.addSeries(
                "reprocess",
                values,
                rows.stream().map(Row::reprocessMicrosPerEntry).toList());
        return chart;
    }
}
