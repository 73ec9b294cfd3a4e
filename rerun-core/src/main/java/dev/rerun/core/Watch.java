package dev.rerun.core;

import dev.rerun.api.RerunReport;
import dev.rerun.core.spi.RerunStore;
import dev.rerun.core.spi.Runs;
import dev.rerun.core.spi.StoreTransaction;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees what other processes do with the runs of the store, and how far runs are, and tells it to this engine's listeners and
 * to those who wait for the ends of runs. Where there is nobody to tell, it asks the store nothing.
 */
final class Watch {
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** A run may have got its end so long before others see it, because its transaction went on. */
    private static final Duration SLACK = Duration.ofMinutes(1);

    private static final Logger log = LoggerFactory.getLogger(RerunEngines.class);

    private final RerunStore store;
    private final Audience audience;
    private final Told told;
    private final Announcer announcer;
    private final Completions completions;
    private final Periodic looks = new Periodic("rerun-watch", PAUSE, this::look);
    private Instant since = Instant.MIN;
    private boolean failing;

    Watch(RerunStore store, Audience audience, Told told, Announcer announcer, Completions completions) {
        this.store = store;
        this.audience = audience;
        this.told = told;
        this.announcer = announcer;
        this.completions = completions;
    }

    /** Begins; of runs that are over by now nothing is told. */
    void open() {
        if (!audience.isEmpty()) {
            since = Attempts.ofTransaction(store, tx -> {
                Instant earliest = tx.now().minus(SLACK);
                told.knows(tx.runs().endedSince(earliest));
                return earliest;
            });
        }
        looks.open();
    }

    void close() {
        looks.close();
    }

    /** Fails once in the log, until it succeeds. */
    void look() {
        try {
            lookAtAll();
            failing = false;
        } catch (Throwable e) {
            if (!failing) {
                log.warn(
                        "Watching the store's runs failed, so listeners and those who wait hear nothing of other processes;"
                                + " it is tried again until it succeeds",
                        e);
            }
            failing = true;
        }
    }

    /** What was seen of runs, by ID. */
    private record Sight(Instant now, Map<Long, RerunReport> reports) {}

    private void lookAtAll() {
        announcer.announceOwed();
        Set<Long> awaited = completions.awaited();
        long change = told.now();
        Set<Long> expected = new HashSet<>(awaited);
        expected.addAll(told.unfinished());
        if (audience.isEmpty() && expected.isEmpty()) {
            return;
        }
        Sight sight = store.transaction(tx -> see(tx, expected));
        if (!audience.isEmpty()) {
            sight.reports().values().forEach(report -> announce(report, change));
            told.retain(sight.reports().keySet(), change);
            since = later(since, sight.now().minus(SLACK));
        }
        awaited.forEach(id -> complete(id, sight.reports().get(id)));
    }

    private Sight see(StoreTransaction tx, Set<Long> expected) {
        Runs runs = tx.runs();
        Map<Long, RerunReport> reports = new LinkedHashMap<>();
        if (!audience.isEmpty()) {
            // Ends are read last, so that a run is in one of the lists, and told first, before other runs of their apps
            // begin.
            List<RerunReport> notOver = runs.notOver();
            runs.endedSince(since).forEach(report -> reports.put(report.id(), report));
            notOver.forEach(report -> reports.putIfAbsent(report.id(), report));
        }
        for (long id : expected) {
            if (!reports.containsKey(id)) {
                runs.report(id).ifPresent(report -> reports.put(id, report));
            }
        }
        return new Sight(tx.now(), reports);
    }

    private void announce(RerunReport report, long change) {
        if (told.watched(report, change)) {
            announcer.announceRegisters(report);
        }
    }

    private void complete(long id, @Nullable RerunReport report) {
        if (report == null) {
            completions.gone(id);
        } else if (report.status().terminal()) {
            completions.ended(report);
        }
    }

    private static Instant later(Instant one, Instant other) {
        return one.isBefore(other) ? other : one;
    }
}
