package dev.rerun.benchmarks.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a comparison found.
 *
 * @param places where it ran: what is to be known of the database, of Kafka, of this process and its machine
 * @param workloads what was prepared and worked on, by name
 * @param contenders how each contender works, by name
 * @param measurements what each contender took for each workload
 */
public record Results(
        Map<String, String> places,
        Map<String, String> workloads,
        Map<String, String> contenders,
        List<Measurement> measurements) {
    public Results {
        places = Collections.unmodifiableMap(new LinkedHashMap<>(places));
        workloads = Collections.unmodifiableMap(new LinkedHashMap<>(workloads));
        contenders = Collections.unmodifiableMap(new LinkedHashMap<>(contenders));
        measurements = List.copyOf(measurements);
    }

    /** The ratios that can be told with the contenders that had their turns. */
    public List<Ratio> ratios() {
        return Question.answers(measurements);
    }

    /** Writes {@code results.json}, {@code results.md} and the charts into a folder, which is there. */
    public void writeTo(Path folder) throws IOException {
        new JsonFile(this).write(folder.resolve("results.json"));
        new Table(this).write(folder.resolve("results.md"));
        new Charts(this).write(folder);
    }
}
