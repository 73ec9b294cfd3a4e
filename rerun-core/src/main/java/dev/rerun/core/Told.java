package dev.rerun.core;

import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunStatus;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells the listeners states and progress, and remembers what it told of each run, so that each state is told once: by the
 * part of this engine that brought it about, or else by the watch. Either may be first.
 */
final class Told {
    private final Audience audience;
    private final Map<Long, Last> runs = new HashMap<>();
    private long changes;

    Told(Audience audience) {
        this.audience = audience;
    }

    /** What was told last of a run. */
    private static final class Last {
        private @Nullable RerunStatus status;
        private @Nullable Instant end;
        private Numbers numbers = Numbers.NONE;
        private long change;
        private final Map<RerunStatus, Instant> watched = new EnumMap<>(RerunStatus.class);

        void set(RerunReport report) {
            status = report.status();
            end = report.finishedAt();
            numbers = Numbers.in(report);
        }

        /** A retry may lead from an end to the same one, which then has another time. */
        boolean is(RerunReport report) {
            return status == report.status() && Objects.equals(end, report.finishedAt());
        }
    }

    private record Numbers(long done, long failed, long held) {
        static final Numbers NONE = new Numbers(0, 0, 0);

        static Numbers in(RerunReport report) {
            return new Numbers(report.done(), report.failed(), report.held());
        }
    }

    /** A point in the order of this engine's own changes. */
    synchronized long now() {
        return changes;
    }

    /** Tells a state that this engine brought about; says whether it was not told yet. */
    synchronized boolean changed(RerunReport report) {
        Last last = runs.computeIfAbsent(report.id(), id -> new Last());
        Instant watched = last.watched.get(report.status());
        if (watched != null && !watched.isBefore(report.readAt())) {
            return false;
        }
        last.set(report);
        last.change = ++changes;
        audience.tell(new News.State(report));
        return true;
    }

    /**
     * Tells a state, or progress, that was read from the store after a point in the order; says whether it is a state that was not
     * told yet. What this engine has changed since that point may be newer than the report, which then is passed over.
     */
    synchronized boolean watched(RerunReport report, long since) {
        Last last = runs.computeIfAbsent(report.id(), id -> new Last());
        if (last.change > since) {
            return false;
        }
        if (!last.is(report)) {
            last.set(report);
            last.watched.put(report.status(), report.readAt());
            audience.tell(new News.State(report));
            return true;
        }
        if (!last.numbers.equals(Numbers.in(report))) {
            last.set(report);
            audience.tell(new News.Progress(report));
        }
        return false;
    }

    /** Takes runs for told that ended before anybody listened. */
    synchronized void knows(List<RerunReport> ended) {
        ended.forEach(
                report -> runs.computeIfAbsent(report.id(), id -> new Last()).set(report));
    }

    /** The runs that are not over as far as was told. */
    synchronized Set<Long> unfinished() {
        return runs.entrySet().stream()
                .filter(run ->
                        run.getValue().status == null || !run.getValue().status.terminal())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** Forgets all other runs, but for those that this engine has changed since a point in the order. */
    synchronized void retain(Set<Long> ids, long since) {
        runs.entrySet().removeIf(run -> run.getValue().change <= since && !ids.contains(run.getKey()));
    }
}
