package dev.rerun.benchmarks.streams;

import dev.rerun.benchmarks.command.Page;
import dev.rerun.benchmarks.measure.Delays;
import dev.rerun.benchmarks.measure.Median;
import dev.rerun.benchmarks.streams.StreamResult.Round;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Writes a result of the stream benchmark for people. */
final class StreamResultPrinter {
    private final Page page;

    StreamResultPrinter(Page page) {
        this.page = page;
    }

    /** What is said of each round, and in which form. */
    private record Column(String form, ToDoubleFunction<Round> value) {
        String of(Round round) {
            return of(value.applyAsDouble(round));
        }

        String median(List<Round> rounds) {
            return of(Median.of(rounds, value));
        }

        private String of(double number) {
            return String.format(Locale.ROOT, form, number);
        }
    }

    void print(StreamResult result) {
        page.places(result.database());
        page.line("Kafka: %s", String.join(", ", result.kafka()));
        page.work(result.dataset());
        List<Round> rounds = result.rounds();
        page.line("queueing, up to the commit");
        page.line("%-8s %12s %12s %8s", "round", "in process", "Kafka", "ratio");
        table(
                rounds,
                new Column(" %10.2f s", round -> round.inProcess().queueing().seconds()),
                new Column(" %10.2f s", round -> round.kafka().queueing().seconds()),
                new Column(" %8.2f", Round::queueingRatio));
        page.line("reprocessing by %d workers, entries a second; seconds until the first began", result.workers());
        page.line("%-8s %12s %12s %8s %12s %12s", "round", "in process", "Kafka", "ratio", "in process", "Kafka");
        table(
                rounds,
                new Column(" %,10.0f /s", round -> round.inProcess().rate()),
                new Column(" %,10.0f /s", round -> round.kafka().rate()),
                new Column(" %8.2f", Round::rateRatio),
                new Column(" %10.2f s", round -> round.inProcess().firstWorkSeconds()),
                new Column(" %10.2f s", round -> round.kafka().firstWorkSeconds()));
        page.line("delays of %d live messages a second: 99 of 100, and the longest", LiveTraffic.PER_SECOND);
        page.line("%-8s %23s %23s %23s", "round", "quiet", "in process", "Kafka");
        List<Column> delays = new ArrayList<>();
        delays.addAll(delays(Round::quiet));
        delays.addAll(delays(round -> round.inProcess().live()));
        delays.addAll(delays(round -> round.kafka().live()));
        table(rounds, delays.toArray(Column[]::new));
        page.line("after each queueing with Kafka, read_committed consumers see rerun's topic to its end");
        page.heap(result.heap());
    }

    private static List<Column> delays(Function<Round, Delays> of) {
        return List.of(
                new Column(" %8.1f ms", round -> of.apply(round).nearlyAllMillis()),
                new Column(" %8.1f ms", round -> of.apply(round).longestMillis()));
    }

    private void table(List<Round> rounds, Column... columns) {
        for (int i = 0; i < rounds.size(); i++) {
            Round round = rounds.get(i);
            row(Integer.toString(i + 1), columns, column -> column.of(round));
        }
        row("median", columns, column -> column.median(rounds));
        page.line("");
    }

    private void row(String name, Column[] columns, Function<Column, String> cell) {
        StringBuilder line = new StringBuilder(String.format("%-8s", name));
        for (Column column : columns) {
            line.append(cell.apply(column));
        }
        page.line("%s", line);
    }
}
