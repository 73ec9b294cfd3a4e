package dev.rerun.reliability.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.reliability.harbour.DatabaseKind;
import dev.rerun.reliability.harbour.Job;
import dev.rerun.reliability.harbour.Scene;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Kills a process at every step of every job, or at some of them: see {@link Choice}, and {@code docs/reliability.md} for how to ask.
 * What was found stands in {@code target/crash-points.md}.
 */
@Timeout(value = 3, unit = TimeUnit.HOURS)
class CrashPointsTest {
    private static final Path FOUND = Path.of("target", "crash-points.md");

    /** More than there are processors, since some wait until a dead process is taken for gone. */
    private static final int AT_A_TIME = Integer.getInteger("reliability.atATime", 6);

    private final Map<Job, Scene> scenes = new EnumMap<>(Job.class);

    CrashPointsTest() {
        for (Job job : Job.values()) {
            scenes.put(job, new Scene(job, DatabaseKind.asked()));
        }
    }

    @BeforeAll
    static void beginTable() throws IOException {
        Files.write(FOUND, List.of("| point | killed | left behind | in the end |", "|---|---|---|---|"));
    }

    @Test
    void whoeverTakesOverFromAKilledProcessComesToWhatTheNaiveCalculationSays() throws Exception {
        Choice choice = Choice.given();
        String one = System.getProperty("reliability.point");
        List<Finding> survived = one == null ? findingsAt(choice.survivors()) : List.of();
        for (Finding finding : survived) {
            Files.write(Path.of("target", "steps-of-" + finding.point().errand() + ".txt"), finding.steps());
        }
        List<Finding> killed = findingsAt(one == null ? choice.among(survived) : List.of(CrashPoint.of(one)));

        assertThat(Stream.concat(survived.stream(), killed.stream())
                        .filter(finding -> finding.problem() != null)
                        .map(Finding::failure))
                .isEmpty();
        assertThat(killed)
                .filteredOn(finding -> !finding.point().errand().overKafka())
                .allSatisfy(finding -> survived.stream()
                        .filter(other ->
                                other.point().errand().equals(finding.point().errand()))
                        .forEach(other -> assertThat(finding.what())
                                .as(finding.point().toString())
                                .isEqualTo(other.steps().get(finding.point().step() - 1))));
    }

    private List<Finding> findingsAt(List<CrashPoint> points) throws InterruptedException, ExecutionException {
        List<Callable<Finding>> work = new ArrayList<>();
        for (CrashPoint point : points) {
            work.add(() -> {
                Finding finding = Finding.at(
                        point, Objects.requireNonNull(scenes.get(point.errand().job())));
                write(finding);
                return finding;
            });
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

    private static synchronized void write(Finding finding) throws IOException {
        Files.write(FOUND, List.of(finding.row()), StandardOpenOption.APPEND);
    }
}
