package dev.rerun.reliability.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.reliability.harbour.Job;
import dev.rerun.reliability.harbour.Scene;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Kills a process at every step of every job, or at some of them, chosen by a seed: {@code -Dreliability.points=all} or {@code
 * cancel}, {@code -Dreliability.seed=7}, {@code -Dreliability.point=cancel:17}. What was found stands in {@code target/crash-points.md}.
 */
@Timeout(value = 2, unit = TimeUnit.HOURS)
class CrashPointsTest {
    private static final int SAMPLE = 25;
    private static final int AT_LEAST_OF_EACH_JOB = 3;

    /** More than there are processors, since some wait until a dead process's run is taken for abandoned. */
    private static final int AT_A_TIME = 6;

    private final Map<Job, Scene> scenes = new EnumMap<>(Job.class);

    CrashPointsTest() {
        for (Job job : Job.values()) {
            scenes.put(job, new Scene(job));
        }
    }

    @Test
    void whoeverTakesOverFromAKilledProcessComesToWhatTheNaiveCalculationSays() throws Exception {
        List<Finding> findings = new ArrayList<>();
        String one = System.getProperty("reliability.point");
        if (one == null) {
            findings.addAll(findingsAt(Arrays.stream(Job.values())
                    .map(job -> new CrashPoint(job, 0))
                    .toList()));
            List<Finding> killed = findingsAt(chosen(List.copyOf(findings)));
            Map<Job, List<String>> steps = new EnumMap<>(Job.class);
            findings.forEach(finding -> steps.put(finding.point().job(), finding.steps()));
            assertThat(killed).allSatisfy(finding -> assertThat(finding.what())
                    .as(finding.point().toString())
                    .isEqualTo(Objects.requireNonNull(steps.get(finding.point().job()))
                            .get(finding.point().step() - 1)));
            findings.addAll(killed);
        } else {
            findings.addAll(findingsAt(List.of(CrashPoint.of(one))));
        }
        write(findings);

        assertThat(findings.stream()
                        .filter(finding -> finding.problem() != null)
                        .map(Finding::failure))
                .isEmpty();
    }

    /** The processes that survived tell which steps there are. */
    private static List<CrashPoint> chosen(List<Finding> survived) {
        List<CrashPoint> all = new ArrayList<>();
        for (Finding finding : survived) {
            IntStream.rangeClosed(1, finding.steps().size())
                    .forEach(step -> all.add(new CrashPoint(finding.point().job(), step)));
        }
        String points = System.getProperty("reliability.points");
        if (points != null) {
            all.removeIf(
                    point -> !points.equals("all") && !points.equals(point.job().text()));
            return all;
        }
        Collections.shuffle(all, new Random(Long.getLong("reliability.seed", 1)));
        List<CrashPoint> sample = new ArrayList<>();
        for (Job job : Job.values()) {
            all.stream()
                    .filter(point -> point.job() == job)
                    .limit(AT_LEAST_OF_EACH_JOB)
                    .forEach(sample::add);
        }
        all.removeAll(sample);
        sample.addAll(all.subList(0, Math.min(all.size(), SAMPLE - sample.size())));
        sample.sort(Comparator.comparing(CrashPoint::job).thenComparing(CrashPoint::step));
        return sample;
    }

    private List<Finding> findingsAt(List<CrashPoint> points) throws InterruptedException, ExecutionException {
        List<Callable<Finding>> work = new ArrayList<>();
        for (CrashPoint point : points) {
            work.add(() -> Finding.at(point, Objects.requireNonNull(scenes.get(point.job()))));
        }
        ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME);
        try {
            List<Finding> findings = new ArrayList<>();
            for (Future<Finding> finding : threads.invokeAll(work)) {
                findings.add(finding.get());
            }
            return findings;
        } finally {
            threads.shutdownNow();
        }
    }

    private static void write(List<Finding> findings) throws IOException {
        List<String> table =
                new ArrayList<>(List.of("| point | killed | left behind | in the end |", "|---|---|---|---|"));
        findings.forEach(finding -> table.add(finding.row()));
        Files.write(Path.of("target", "crash-points.md"), table);
    }
}
