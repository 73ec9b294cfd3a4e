package dev.rerun.reliability.crash;

import dev.rerun.reliability.harbour.DatabaseKind;
import dev.rerun.reliability.harbour.Job;
import dev.rerun.reliability.harbour.Scene;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Tries points on one kind of database, several at a time, and writes down what was found. */
final class Tries {
    private static final Path FOUND = Path.of("target", "crash-points.md");

    /** More than there are processors, since some wait until a dead process is taken for gone. */
    private static final int AT_A_TIME = 6;

    private final DatabaseKind kind;
    private final Map<Job, Scene> scenes = new ConcurrentHashMap<>();

    Tries(DatabaseKind kind) {
        this.kind = kind;
    }

    static void beginTable() throws IOException {
        Files.write(
                FOUND, List.of("| database | point | killed | left behind | in the end |", "|---|---|---|---|---|"));
    }

    List<Finding> at(List<CrashPoint> points) throws InterruptedException, ExecutionException {
        List<Callable<Finding>> work = new ArrayList<>();
        points.forEach(point -> work.add(() -> at(point)));
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

    private Finding at(CrashPoint point) throws IOException {
        Scene scene = scenes.computeIfAbsent(point.errand().job(), job -> new Scene(job, kind));
        Finding finding = Finding.at(point, scene);
        synchronized (Tries.class) {
            Files.write(FOUND, List.of("| " + kind.text() + " " + finding.row()), StandardOpenOption.APPEND);
        }
        return finding;
    }
}
