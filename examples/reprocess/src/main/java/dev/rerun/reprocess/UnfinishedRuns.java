package dev.rerun.reprocess;

import dev.rerun.api.Rerun;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The runs of earlier commands that are not over. */
final class UnfinishedRuns {
    private final RerunEngine engine;

    UnfinishedRuns(RerunEngine engine) {
        this.engine = engine;
    }

    /** The run that the same command began; refused if another one is not over. */
    Optional<Rerun> of(String words) {
        List<RerunReport> unfinished = all();
        Optional<RerunReport> same = unfinished.stream()
                .filter(report -> reason(report).words().equals(words))
                .findFirst();
        if (same.isEmpty() && !unfinished.isEmpty()) {
            throw new RefusedException("another command's run is not over. Nothing was sent.\n" + inWords(unfinished)
                    + "\n--resume goes on with it, --cancel ends it, and --beside starts this one beside it");
        }
        return same.flatMap(report -> engine.find(report.id()));
    }

    /** The run with an ID, or the only one if that is meant. */
    Rerun one(long id) {
        List<RerunReport> unfinished = all();
        if (id != Choice.THE_ONE) {
            unfinished = unfinished.stream().filter(report -> report.id() == id).toList();
        }
        if (unfinished.isEmpty()) {
            throw new RefusedException(
                    id == Choice.THE_ONE ? "every run is over" : "run " + id + " is over, or there was none");
        }
        if (unfinished.size() > 1) {
            throw new RefusedException("several runs are not over; say which one:\n" + inWords(unfinished));
        }
        return engine.find(unfinished.get(0).id()).orElseThrow();
    }

    /** Since when a repetition has been going that was left between two of its runs. */
    Optional<Instant> repeating(String words) {
        return engine.history(RegistrationTable.APP).stream()
                .filter(report -> reason(report).words().equals(words) && report.status() != RerunStatus.FAILED)
                .findFirst()
                // A repetition ends with a run that selects nothing, or with one that a person cancels.
                .filter(last -> !last.status().terminal() || last.total() > 0)
                .filter(last -> last.status() != RerunStatus.CANCELLED)
                .flatMap(last -> Optional.ofNullable(reason(last).since()));
    }

    private List<RerunReport> all() {
        return engine.history(RegistrationTable.APP).stream()
                .filter(report -> !report.status().terminal())
                .toList();
    }

    private static String inWords(List<RerunReport> reports) {
        return reports.stream().map(report -> "  " + RunWords.of(report)).collect(Collectors.joining("\n"));
    }

    static RunReason reason(RerunReport report) {
        return RunReason.of(report.request().reason());
    }
}
