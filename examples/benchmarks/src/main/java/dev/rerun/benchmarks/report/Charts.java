package dev.rerun.benchmarks.report;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;

/** The results as pictures: for each phase a bar for each contender and workload, with what the rounds differ by. */
record Charts(Results results) {
    private static final int WIDTH = 1_100;
    private static final int HEIGHT = 520;
    private static final int LABELS_TURNED = 25;

    void write(Path folder) throws IOException {
        save(chart("Reprocessing", "entries a second", Measurement::rates), folder.resolve("reprocess.svg"));
        save(chart("Prepare", "seconds", Measurement::prepare), folder.resolve("prepare.svg"));
    }

    private CategoryChart chart(String title, String unit, Function<Measurement, Spread> quantity) {
        CategoryChart chart = new CategoryChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .yAxisTitle(unit)
                .build();
        chart.getStyler()
                .setLabelsVisible(false)
                .setAvailableSpaceFill(0.6)
                .setXAxisLabelRotation(LABELS_TURNED)
                .setYAxisDecimalPattern("#,##0.##")
                .setPlotGridVerticalLinesVisible(false)
                .setErrorBarsColor(Color.DARK_GRAY)
                .setChartBackgroundColor(Color.WHITE);
        for (String workload : results.workloads().keySet()) {
            List<String> names = new ArrayList<>();
            List<Double> medians = new ArrayList<>();
            List<Double> deviations = new ArrayList<>();
            for (Measurement one : results.measurements()) {
                if (one.workload().equals(workload)) {
                    Spread spread = quantity.apply(one);
                    names.add(one.contender());
                    medians.add(spread.median());
                    deviations.add((spread.max() - spread.min()) / 2);
                }
            }
            chart.addSeries(workload, names, medians, deviations);
        }
        return chart;
    }

    private static void save(CategoryChart chart, Path file) throws IOException {
        VectorGraphicsEncoder.saveVectorGraphic(chart, file.toString(), VectorGraphicsFormat.SVG);
    }
}
