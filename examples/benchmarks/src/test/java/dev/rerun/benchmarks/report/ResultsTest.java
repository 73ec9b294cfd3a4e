package dev.rerun.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.benchmarks.contenders.Turn;
import dev.rerun.benchmarks.measure.HeapPeak;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ResultsTest {
    private static final long ENTRIES = 1_000;

    private final Results results = new Results(
            Map.of("PostgreSQL", "18"),
            Map.of("plain", "1,000 entries"),
            Map.of("rerun", "the engine"),
            List.of(
                    measurement("floor-arrays", "floor", 0.5, 0.5, 0.4),
                    measurement("floor-copy", "floor", 0.4, 0.4, 0.8),
                    measurement("rerun", "rerun", 0.5, 0.4, 0.4),
                    measurement("row-by-row", "row-by-row", 8, 5, 2)));

    private static Measurement measurement(String contender, String family, double... reprocess) {
        List<Turn> turns = Arrays.stream(reprocess)
                .mapToObj(seconds -> new Turn(seconds / 2, seconds / 4, seconds, ENTRIES, Optional.empty()))
                .toList();
        return new Measurement("plain", contender, family, ENTRIES, 2, turns, new HeapPeak(1 << 24, 1 << 23));
    }

    @Test
    void ofSeveralVariantsTheBestIsTheOneToBeat() {
        Ratio ratio = ratio("reprocessing rate: rerun / floor");

        assertThat(ratio.against()).isEqualTo("floor-copy");
        assertThat(ratio.value().rounds()).containsExactly(0.8, 1.0, 2.0);
        assertThat(ratio.value().median()).isEqualTo(1.0);
        assertThat(ratio.reached()).isTrue();
    }

    @Test
    void aRatioIsTakenRoundByRound() {
        Ratio ratio = ratio("reprocessing rate: rerun / row by row");

        assertThat(ratio.value().rounds()).containsExactly(16.0, 12.5, 5.0);
        assertThat(ratio.target()).hasToString("at least 12.00");
        assertThat(ratio.reached()).isTrue();
    }

    @Test
    void timesThatAreBoundedFromAboveAreReachedByLess() {
        assertThat(ratio("prepare time: rerun / floor").value().median()).isEqualTo(1.0);
        assertThat(ratio("prepare time: rerun / floor").reached()).isTrue();
        assertThat(Ratio.Target.atMost(1.2).isReached(1.21)).isFalse();
    }

    @Test
    void asksNothingOfContendersThatHadNoTurn() {
        assertThat(results.ratios()).extracting(Ratio::name).noneMatch(name -> name.contains("Spring Batch"));
    }

    private Ratio ratio(String name) {
        return results.ratios().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void writesATableChartsAndJson(@TempDir Path folder) throws Exception {
        results.writeTo(folder);

        assertThat(Files.readString(folder.resolve("results.md")))
                .contains("| rerun | 0.20 (0.20–0.25) | 0.40 (0.40–0.50) | 2,500 | 0.10 (0.10–0.13) | 16 |")
                .contains(
                        "| reprocessing rate: rerun / floor | floor-copy | 1.00 | 0.80 | 2.00 | at least 0.85 | yes |");
        assertThat(folder.resolve("reprocess.svg")).content().contains("<svg");
        assertThat(folder.resolve("prepare.svg")).content().contains("<svg");
        JsonNode json = JsonMapper.shared().readTree(Files.readString(folder.resolve("results.json")));
        JsonNode reprocess = json.get("results").get(5);
        assertThat(reprocess.get("workload").asString()).isEqualTo("plain");
        assertThat(reprocess.get("contender").asString()).isEqualTo("rerun");
        assertThat(reprocess.get("phase").asString()).isEqualTo("reprocess");
        assertThat(reprocess.get("entries").asLong()).isEqualTo(ENTRIES);
        assertThat(reprocess.get("threads").asInt()).isEqualTo(2);
        assertThat(reprocess.get("seconds")).hasSize(3);
        assertThat(reprocess.get("median").asDouble()).isEqualTo(0.4);
        assertThat(reprocess.get("rate").asDouble()).isEqualTo(2_500);
        assertThat(json.get("ratios")).hasSize(3);
        assertThat(json.get("ratios").get(1).get("median").asDouble()).isEqualTo(1.0);
        assertThat(json.get("firstResults")).hasSize(4);
        assertThat(json.get("heaps").get(0).get("usedMegabytes").asLong()).isEqualTo(16);
    }
}
