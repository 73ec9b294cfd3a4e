package dev.rerun.testkit;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.ActivityOutcome;
import dev.rerun.api.FailedEntry;
import dev.rerun.api.RegisterItem;
import dev.rerun.api.RerunCommand;
import dev.rerun.api.RerunReport;
import dev.rerun.core.spi.Lane;
import dev.rerun.core.spi.ParkedEntry;
import dev.rerun.core.spi.QueuedEntry;
import dev.rerun.core.spi.Run;
import dev.rerun.core.spi.Tally;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All that a store holds of one app and one run, as far as it can be seen. */
record Snapshot(
        List<ActivityEntry> entries,
        List<List<ActivityOutcome>> outcomes,
        List<RegisterItem> items,
        Set<String> registers,
        List<RerunReport> history,
        Map<Integer, List<QueuedEntry>> outstanding,
        List<RegisterItem> archived,
        List<ParkedEntry> parked,
        List<FailedEntry> failures,
        List<Lane> lanes,
        List<RerunCommand> commands,
        Tally tally) {
    static Snapshot of(Stage stage, Run run) {
        List<ActivityEntry> entries = stage.host.entries(run.app());
        return new Snapshot(
                entries,
                stage.in(transaction -> entries.stream()
                        .map(entry -> transaction.entries().outcomes(run.app(), entry.id()))
                        .toList()),
                stage.host.items(run.app()),
                stage.in(transaction -> transaction.runs().registers(run.app())),
                stage.in(transaction -> transaction.runs().history(run.app(), null, 100).stream()
                        .map(Snapshot::still)
                        .toList()),
                stage.outstanding(run),
                stage.host.archived(run.id()),
                stage.host.parked(run.id()),
                stage.list(transaction -> transaction.lanes().parked(run.id(), null, 100)),
                Worker.of(stage, run).lanes(),
                stage.list(transaction -> transaction.runs().commands(run.id())),
                stage.in(transaction -> transaction.runs().tally(run.id())));
    }

    /** A report without what changes while nothing happens, so that two of them can be compared. */
    static RerunReport still(RerunReport report) {
        return new RerunReport(
                report.id(),
                report.app(),
                report.request(),
                report.selectedBy(),
                report.status(),
                report.retention(),
                report.createdAt(),
                report.queuedAt(),
                report.startedAt(),
                report.finishedAt(),
                report.total(),
                report.done(),
                report.failed(),
                report.held(),
                0,
                report.itemsDeleted(),
                report.kept(),
                report.itemsCreated(),
                report.itemsRetained(),
                report.itemsPutBack(),
                report.itemsNotPutBack(),
                report.statusReason(),
                report.createdAt());
    }
}
