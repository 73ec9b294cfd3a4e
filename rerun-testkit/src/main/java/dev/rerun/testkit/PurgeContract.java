package dev.rerun.testkit;

import static dev.rerun.testkit.Stage.APP;
import static dev.rerun.testkit.Stage.NOON;
import static dev.rerun.testkit.Stage.after;
import static dev.rerun.testkit.Stage.entry;
import static dev.rerun.testkit.StagedItems.item;
import static dev.rerun.testkit.StagedItems.written;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.ActivityOutcome;
import dev.rerun.api.Actor;
import dev.rerun.api.RegisterItem;
import dev.rerun.api.RerunAction;
import dev.rerun.api.RerunOptions;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.spi.Run;
import dev.rerun.core.spi.Tally;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Tests of {@link dev.rerun.core.spi.Runs#purge}, which promises:
 *
 * <ul>
 *   <li><b>R21</b> A purged run is unknown everywhere: its lanes, failures, commands and archived items are gone.
 *   <li><b>R22</b> Of a purged run's outcomes those stay that are the newest of their entries, in their place.
 *   <li><b>R23</b> Registers, entries and other runs are as before.
 * </ul>
 */
public interface PurgeContract extends StoreContract {
    /** R21. */
    @Test
    @DisplayName("R21 a purged run is unknown everywhere")
    default void forgetsRuns() {
        Stage stage = Stage.of(this);
        List<ActivityEntry> entries = populate(stage);
        for (RerunStatus status : RerunStatus.values()) {
            if (!status.terminal()) {
                continue;
            }
            Run run = failing(stage, entries, "2");
            stage.write(written(entries.get(0), "dues", "left by " + status, run));
            stage.move(run, status);
            assertThat(stage.host.archived(run.id())).isNotEmpty();
            assertThat(stage.host.parked(run.id())).isNotEmpty();
            RerunReport report = stage.report(run.id());
            purge(stage, run);
            stage.with(transaction -> {
                assertThat(transaction.runs().find(run.id())).isEmpty();
                assertThat(transaction.runs().lock(run.id())).isEmpty();
                assertThat(transaction.runs().report(run.id())).isEmpty();
                assertThat(transaction.runs().history(APP, null, 100)).isEmpty();
                assertThat(transaction.runs().history(APP, run.id(), 100)).isEmpty();
                assertThat(transaction.runs().endedSince(report.createdAt())).isEmpty();
                assertThat(transaction.runs().ended(APP, transaction.now(), 100))
                        .isEmpty();
                assertThat(transaction.runs().commands(run.id())).isEmpty();
                assertThat(transaction.runs().tally(run.id())).isEqualTo(new Tally(0, 0));
                assertThat(transaction.lanes().find(run.id(), 0)).isEmpty();
                assertThat(transaction.lanes().open(run.id(), 100)).isEmpty();
                assertThat(transaction.lanes().parked(run.id(), null, 100)).isEmpty();
                assertThat(transaction.lanes().causes(run.id(), 100)).isEmpty();
            });
            assertThat(stage.host.archived(run.id())).isEmpty();
            assertThat(stage.host.parked(run.id())).isEmpty();
        }
    }

    /** R22. */
    @Test
    @DisplayName("R22 an outcome of a purged run stays if no newer run has one of its entry")
    default void keepsTheNewestOutcomes() {
        Stage stage = Stage.of(this);
        Run first = failing(stage, populate(stage), "2");
        stage.end(first);
        Run second = stage.queue(1, epoch -> after(NOON.plusSeconds(2), epoch));
        Worker.of(stage, second).work(0, 1);
        stage.end(second);
        List<ActivityOutcome> untouched = outcomes(stage, "2");
        assertThat(writers(stage, "2")).containsExactly(first.id(), null);
        assertThat(writers(stage, "3")).containsExactly(second.id(), first.id(), null);
        assertThat(writers(stage, "4")).containsExactly(first.id(), null);
        purge(stage, first);
        assertThat(outcomes(stage, "2")).isEqualTo(untouched);
        assertThat(writers(stage, "1")).containsExactly(first.id(), null);
        assertThat(writers(stage, "3")).containsExactly(second.id(), null);
        assertThat(writers(stage, "4")).containsExactly(first.id(), null);
    }

    /** R22. */
    @Test
    @DisplayName(
            "R22 an outcome that stayed is listed in its place: after those of newer runs, before first processing")
    default void ordersWhatStayed() {
        Stage stage = Stage.of(this);
        Run first = failing(stage, populate(stage), "2");
        stage.end(first);
        purge(stage, first);
        Run second = stage.queue(1, epoch -> after(NOON, epoch));
        Worker.of(stage, second).work();
        stage.end(second);
        Run third = stage.queue(1, epoch -> after(NOON.plusSeconds(1), epoch));
        Worker.of(stage, third).work();
        assertThat(writers(stage, "1")).containsExactly(second.id(), first.id(), null);
        assertThat(writers(stage, "2")).containsExactly(third.id(), second.id(), first.id(), null);
        assertThat(outcomes(stage, "2"))
                .extracting(outcome -> outcome.status().name())
                .containsExactly("PROCESSED", "PROCESSED", "FAILED", "PROCESSED");
    }

    /** R22. */
    @Test
    @DisplayName("R22 outcomes of several purged runs are listed as the runs were started")
    default void ordersWhatStayedOfSeveral() {
        Stage stage = Stage.of(this);
        populate(stage);
        List<@Nullable Long> runs = new ArrayList<>();
        for (long id : List.of(500L, 700L, 600L)) {
            Run run = stage.queued(stage.start(id, 1, epoch -> after(NOON, epoch)));
            Worker.of(stage, run).work();
            stage.end(run);
            purge(stage, run);
            runs.add(0, id);
        }
        runs.add(null);
        assertThat(writers(stage, "1")).isEqualTo(runs);
    }

    /** R23. */
    @Test
    @DisplayName("R23 registers and other runs are as before")
    default void leavesTheRestAlone() {
        Stage stage = Stage.of(this);
        List<ActivityEntry> entries = populate(stage);
        Run before = failing(stage, entries, "1");
        stage.end(before);
        Run purged = failing(stage, entries, "2");
        stage.write(written(entries.get(0), "dues", "new", purged));
        stage.move(purged, RerunStatus.CANCELLED);
        Run later = failing(stage, entries, "3");
        List<Object> ofBefore = seen(stage, before);
        List<Object> ofLater = seen(stage, later);
        List<RegisterItem> items = stage.host.items(APP);
        assertThat(stage.host.archived(before.id())).hasSize(4);
        assertThat(stage.host.archived(later.id())).hasSize(1);
        purge(stage, purged);
        assertThat(stage.host.items(APP)).isEqualTo(items);
        assertThat(stage.host.entries(APP)).isEqualTo(entries);
        assertThat(seen(stage, before)).isEqualTo(ofBefore);
        assertThat(seen(stage, later)).isEqualTo(ofLater);
        assertThat(stage.list(transaction -> transaction.runs().history(APP, null, 100)))
                .extracting(RerunReport::id)
                .containsExactly(later.id(), before.id());
        assertThat(stage.set(transaction -> transaction.runs().registers(APP))).containsExactly("dues");
    }

    /** Four entries of two ordering keys, each with an item. */
    private static List<ActivityEntry> populate(Stage stage) {
        List<ActivityEntry> entries = List.of(
                entry(1, "ship 1", NOON.plusSeconds(1)),
                entry(2, "ship 2", NOON.plusSeconds(2)),
                entry(3, "ship 1", NOON.plusSeconds(3)),
                entry(4, "ship 2", NOON.plusSeconds(4)));
        for (ActivityEntry entry : entries) {
            stage.process(entry);
            stage.write(item(entry, "a" + entry.id()));
        }
        return entries;
    }

    /** A run that has processed all entries, of which one failed. */
    private static Run failing(Stage stage, List<ActivityEntry> entries, String failing) {
        Run run = stage.start(1, RerunOptions.DEFAULT);
        assertThat(stage.prepare(run).total()).isEqualTo(entries.size());
        stage.with(transaction -> transaction.runs().record(run.id(), RerunAction.START, Actor.named("Möwe")));
        Worker.of(stage, run).failing(failing).work();
        return run;
    }

    /** What is stored of a run and for it, but for its outcomes. */
    private static List<Object> seen(Stage stage, Run run) {
        return List.of(
                Snapshot.still(stage.report(run.id())),
                Worker.of(stage, run).lanes(),
                stage.list(transaction -> transaction.runs().commands(run.id())),
                stage.list(transaction -> transaction.lanes().parked(run.id(), null, 100)),
                stage.host.parked(run.id()),
                stage.host.archived(run.id()));
    }

    private static void purge(Stage stage, Run run) {
        stage.with(transaction -> transaction.runs().purge(run.id()));
    }

    private static List<ActivityOutcome> outcomes(Stage stage, String entryId) {
        return stage.list(transaction -> transaction.entries().outcomes(APP, entryId));
    }

    /** The runs that the outcomes of an entry are of, null for first processing. */
    private static List<@Nullable Long> writers(Stage stage, String entryId) {
        return outcomes(stage, entryId).stream()
                .<@Nullable Long>map(ActivityOutcome::rerunId)
                .toList();
    }
}
