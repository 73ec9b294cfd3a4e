package dev.rerun.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The results for programs. */
record JsonFile(Results results) {
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final long MEGABYTE = 1 << 20;

    /** One phase of one contender; the names are those of the file. */
    record Phase(
            String workload,
            String contender,
            String family,
            String phase,
            long entries,
            int threads,
            List<Double> seconds,
            double median,
            double min,
            double max,
            double rate) {
        static Phase of(Measurement measurement, String phase, Spread seconds) {
            return new Phase(
                    measurement.workload(),
                    measurement.contender(),
                    measurement.family(),
                    phase,
                    measurement.entries(),
                    measurement.threads(),
                    seconds.rounds(),
                    seconds.median(),
                    seconds.min(),
                    seconds.max(),
                    measurement.entries() / seconds.median());
        }
    }

    record FirstResult(
            String workload, String contender, List<Double> seconds, double median, double min, double max) {}

    record Heap(String workload, String contender, long usedMegabytes, long heldMegabytes) {}

    record Compared(
            String workload,
            String name,
            String of,
            String against,
            List<Double> rounds,
            double median,
            double min,
            double max,
            String target,
            boolean reached) {}

    record Content(
            Map<String, String> places,
            Map<String, String> workloads,
            Map<String, String> contenders,
            List<Phase> results,
            List<Compared> ratios,
            List<FirstResult> firstResults,
            List<Heap> heaps) {}

    void write(Path file) throws IOException {
        List<Measurement> all = results.measurements();
        Content content = new Content(
                results.places(),
                results.workloads(),
                results.contenders(),
                all.stream()
                        .flatMap(one -> List.of(
                                Phase.of(one, "prepare", one.prepare()), Phase.of(one, "reprocess", one.reprocess()))
                                .stream())
                        .toList(),
                results.ratios().stream().map(JsonFile::compared).toList(),
                all.stream().map(JsonFile::firstResult).toList(),
                all.stream().map(JsonFile::heap).toList());
        Files.writeString(file, JSON.writeValueAsString(content) + "\n");
    }

    private static Compared compared(Ratio ratio) {
        Spread value = ratio.value();
        return new Compared(
                ratio.workload(),
                ratio.name(),
                ratio.of(),
                ratio.against(),
                value.rounds(),
                value.median(),
                value.min(),
                value.max(),
                ratio.target().toString(),
                ratio.reached());
    }

    private static FirstResult firstResult(Measurement one) {
        Spread seconds = one.firstResult();
        return new FirstResult(
                one.workload(), one.contender(), seconds.rounds(), seconds.median(), seconds.min(), seconds.max());
    }

    private static Heap heap(Measurement one) {
        return new Heap(
                one.workload(),
                one.contender(),
                one.heap().used() / MEGABYTE,
                one.heap().held() / MEGABYTE);
    }
}
