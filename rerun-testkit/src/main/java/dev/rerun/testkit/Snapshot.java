package dev.rerun.testkit;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.ActivityOutcome;
import dev.rerun.api.RegisterItem;
import dev.rerun.api.RerunReport;
import dev.rerun.core.spi.ParkedEntry;
import dev.rerun.core.spi.QueuedEntry;
import dev.rerun.core.spi.Run;
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
        List<ParkedEntry> parked) {
    static Snapshot of(Stage stage, Run run) {
        List<ActivityEntry> entries = stage.host.entries(run.app());
        return new Snapshot(
                entries,
                stage.in(transaction -> entries.stream()
                        .map(entry -> transaction.entries().outcomes(run.app(), entry.id()))
                        .toList()),
                stage.host.items(run.app()),
                stage.in(transaction -> transaction.runs().registers(run.app())),
                stage.in(transaction -> transaction.runs().history(run.app(), 100)),
                stage.outstanding(run),
                stage.host.archived(run.id()),
                stage.host.parked(run.id()));
    }
}
