package dev.rerun.verification.engine;

import dev.rerun.api.RerunListener;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;

/** A listener that writes down what it hears. */
final class Hearing implements RerunListener {
    private final List<String> heard = Collections.synchronizedList(new ArrayList<>());
    private final List<Long> progress = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void onStatus(RerunReport report) {
        heard.add(report.id() + " " + report.status());
    }

    @Override
    public void onProgress(RerunReport report) {
        progress.add(report.done());
    }

    @Override
    public void onRegistersChanged(String app, Set<String> registers, Instant since) {
        heard.add(app + registers + since);
    }

    /** States and registers, in order. */
    List<String> heard() {
        synchronized (heard) {
            return List.copyOf(heard);
        }
    }

    /** The numbers of entries that were done. */
    List<Long> progress() {
        synchronized (progress) {
            return List.copyOf(progress);
        }
    }

    void await(long id, RerunStatus status) {
        awaitAll(id + " " + status);
    }

    void awaitAll(String... news) {
        Awaitility.await().atMost(EngineFixture.LONG).until(() -> heard().containsAll(List.of(news)));
    }
}
