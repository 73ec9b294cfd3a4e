package dev.rerun.testkit;

import static dev.rerun.testkit.Stage.APP;
import static dev.rerun.testkit.Stage.NOON;
import static dev.rerun.testkit.Stage.TARIFF;
import static dev.rerun.testkit.Stage.after;
import static dev.rerun.testkit.Stage.entry;
import static dev.rerun.testkit.StagedItems.bare;
import static dev.rerun.testkit.StagedItems.byHand;
import static dev.rerun.testkit.StagedItems.item;
import static dev.rerun.testkit.StagedItems.whole;
import static dev.rerun.testkit.StagedItems.written;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.ActivityOutcome;
import dev.rerun.api.RegisterItem;
import dev.rerun.api.RerunOptions;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.spi.ItemKey;
import dev.rerun.core.spi.PrepareCounts;
import dev.rerun.core.spi.PutBack;
import dev.rerun.core.spi.Run;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Tests of {@link dev.rerun.core.spi.ArchivedItems#putBack}, with which a run is cancelled. It promises:
 *
 * <ul>
 *   <li><b>A9</b> The archived items of entries that are outstanding come back whole, and leave the archive.
 *   <li><b>A10</b> The archived items of entries that failed or are held come back too, and the run's outcomes of failed ones
 *       are gone.
 *   <li><b>A11</b> The archived items of entries that the run has processed stay in the archive, uncounted.
 *   <li><b>A12</b> An item whose key is taken stays in the archive, and counts as refused; the item that has the key is not
 *       touched.
 *   <li><b>A13</b> A run puts back what itself archived, and the next one finds it.
 *   <li><b>R20</b> A report says what a cancel put back.
 * </ul>
 */
public interface PutBackContract extends StoreContract {
    /** A9. */
    @Test
    @DisplayName("A9 a run that processed nothing puts everything back as it was, edited items as edited")
    default void putsEverythingBack() {
        Stage stage = Stage.of(this);
        List<ActivityEntry> entries = populate(stage);
        stage.write(whole(entries.get(0), "pilotage", "w", TARIFF), bare(entries.get(1)));
        stage.host.editAmount(APP, new ItemKey("dues", "a3"), new BigDecimal("99.99"));
        stage.host.addItem(APP, byHand("hand", NOON.plusSeconds(3)));
        stage.host.invoice(APP, "R-2026-1", new ItemKey("dues", "a4"));
        List<RegisterItem> before = stage.host.items(APP);
        Run run = stage.start(4, RerunOptions.DEFAULT);
        assertThat(stage.prepare(run).itemsDeleted()).isEqualTo(7);
        assertThat(cancel(stage, run)).isEqualTo(new PutBack(7, 0));
        assertThat(stage.host.items(APP)).isEqualTo(before);
        assertThat(stage.host.archived(run.id())).isEmpty();
    }

    /** A9. */
    @Test
    @DisplayName("A9 in every lane the items of the entries above the watermark come back, closed gates or not")
    default void putsBackLaneByLane() {
        Stage stage = Stage.of(this);
        List<RegisterItem> items = new ArrayList<>();
        for (int id = 1; id <= 20; id++) {
            ActivityEntry entry = entry(id, "ship " + id, NOON.plusSeconds(id));
            stage.process(entry);
            items.add(item(entry, "a" + (100 + id)));
        }
        stage.write(items.toArray(RegisterItem[]::new));
        Run run = stage.start(4, RerunOptions.DEFAULT.firstOnly(9));
        stage.prepare(run);
        Worker worker = Worker.of(stage, run);
        worker.work();
        assertThat(cancel(stage, run)).isEqualTo(new PutBack(11, 0));
        assertThat(stage.host.items(APP)).isEqualTo(items.subList(9, 20));
        assertThat(stage.host.archived(run.id())).isEqualTo(items.subList(0, 9));
    }

    /** A9. */
    @Test
    @DisplayName("A9 the items of an entry that is no longer stored come back, if it was not processed")
    default void putsBackItemsOfEntriesThatAreGone() {
        Stage stage = Stage.of(this);
        populate(stage);
        Run run = stage.start(1, RerunOptions.DEFAULT);
        stage.prepare(run);
        Worker.of(stage, run).work(0, 4);
        stage.host.removeEntry(APP, "5");
        stage.host.removeEntry(APP, "4");
        assertThat(cancel(stage, run)).isEqualTo(new PutBack(2, 0));
        assertThat(stage.itemKeys()).containsExactly("a5", "a6");
    }

    /** A10. */
    @Test
    @DisplayName(
            "A10 the items of failed and held entries come back, and what was known of the failed ones counts again")
    default void putsBackWhatFailed() {
        Stage stage = Stage.of(this);
        populate(stage);
        List<RegisterItem> before = stage.host.items(APP);
        List<ActivityOutcome> failed = outcomes(stage, "2");
        Run run = stage.start(1, RerunOptions.DEFAULT);
        stage.prepare(run);
        Worker.of(stage, run).failing("2").holding("4").work(0, 4);
        List<ActivityOutcome> done = outcomes(stage, "1");
        assertThat(outcomes(stage, "2")).hasSize(2);
        assertThat(cancel(stage, run)).isEqualTo(new PutBack(4, 0));
        assertThat(stage.host.items(APP))
                .isEqualTo(List.of(before.get(1), before.get(3), before.get(4), before.get(5)));
        assertThat(outcomes(stage, "2")).isEqualTo(failed);
        assertThat(outcomes(stage, "1")).isEqualTo(done).hasSize(2);
        assertThat(stage.list(transaction -> transaction.lanes().parked(run.id(), null, 9)))
                .hasSize(2);
    }

    /** A10. */
    @Test
    @DisplayName("A10 of entries that were queued again, those that were not processed get their items back")
    default void putsBackWhatWasQueuedAgain() {
        Stage stage = Stage.of(this);
        populate(stage);
        Run run = stage.start(1, RerunOptions.DEFAULT);
        stage.prepare(run);
        Worker.of(stage, run).failing("1", "3", "5", "6").work();
        stage.locked(run, transaction -> transaction.lanes().requeue(run, List.of("1", "3", "5")));
        Worker.of(stage, run).failing("3").work(0, 2);
        assertThat(cancel(stage, run)).isEqualTo(new PutBack(3, 0));
        assertThat(stage.itemKeys()).containsExactly("a3", "a5", "a6");
    }

    /** A11. */
    @Test
    @DisplayName("A11 a run that processed everything puts nothing back")
    default void putsNothingBack() {
        Stage stage = Stage.of(this);
        List<ActivityEntry> entries = populate(stage);
        List<RegisterItem> archived = stage.host.items(APP);
        Run run = stage.start(2, RerunOptions.DEFAULT);
        stage.prepare(run);
        Worker.of(stage, run).work();
        stage.write(written(entries.get(1), "dues", "a2", run), written(entries.get(4), "dues", "new", run));
        List<RegisterItem> before = stage.host.items(APP);
        assertThat(cancel(stage, run)).isEqualTo(new PutBack(0, 0));
        assertThat(stage.host.items(APP)).isEqualTo(before);
        assertThat(stage.host.archived(run.id())).isEqualTo(archived);
    }

    /** A12. */
    @Test
    @DisplayName("A12 an item stays in the archive if an entry of the run, or a person, has written its key")
    default void refusesTakenKeys() {
        Stage stage = Stage.of(this);
        List<ActivityEntry> entries = populate(stage);
        stage.write(item(entries.get(4), "b5"));
        List<RegisterItem> old = stage.host.items(APP);
        Run run = stage.start(1, RerunOptions.DEFAULT);
        stage.prepare(run);
        Worker.of(stage, run).work(0, 3);
        stage.write(
                written(entries.get(0), "dues", "a1", run),
                written(entries.get(1), "dues", "a5", run),
                written(entries.get(2), "dues", "a6", run),
                written(entries.get(2), "pilotage", "b5", run));
        stage.host.editAmount(APP, new ItemKey("dues", "a6"), new BigDecimal("7.5"));
        stage.host.invoice(APP, "R-2026-2", new ItemKey("dues", "a5"));
        stage.host.addItem(APP, byHand("a4", NOON.plusSeconds(9)));
        List<RegisterItem> taken = stage.host.items(APP);
        assertThat(cancel(stage, run)).isEqualTo(new PutBack(1, 3));
        RegisterItem back = old.get(6);
        assertThat(stage.host.items(APP))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(taken.stream(), Stream.of(back)).toList());
        assertThat(back.uniqueKey()).isEqualTo("b5");
        assertThat(stage.host.archived(run.id())).isEqualTo(old.subList(0, 6));
    }

    /** A13. */
    @Test
    @DisplayName("A13 what earlier runs archived stays in their archives")
    default void leavesOtherArchivesAlone() {
        Stage stage = Stage.of(this);
        List<ActivityEntry> entries = populate(stage);
        Run first = stage.start(1, RerunOptions.DEFAULT);
        stage.prepare(first);
        Worker.of(stage, first).work(0, 3);
        stage.write(written(entries.get(0), "dues", "n1", first), written(entries.get(3), "dues", "n4", first));
        stage.end(first);
        List<RegisterItem> archived = stage.host.archived(first.id());
        List<RegisterItem> before = stage.host.items(APP);
        Run second = stage.start(1, RerunOptions.DEFAULT);
        assertThat(stage.prepare(second).itemsDeleted()).isEqualTo(2);
        assertThat(cancel(stage, second)).isEqualTo(new PutBack(2, 0));
        assertThat(stage.host.items(APP)).isEqualTo(before);
        assertThat(stage.host.archived(first.id())).isEqualTo(archived).hasSize(6);
    }

    /** A13. */
    @Test
    @DisplayName("A13 after a cancel another run prepares the same again")
    default void preparesAgain() {
        Stage stage = Stage.of(this);
        populate(stage);
        Run first = stage.start(3, RerunOptions.DEFAULT);
        PrepareCounts counts = stage.prepare(first);
        cancel(stage, first);
        Run second = stage.start(3, RerunOptions.DEFAULT);
        assertThat(stage.prepare(second)).isEqualTo(counts);
        assertThat(stage.host.archived(second.id())).hasSize(6);
    }

    /** R20. */
    @Test
    @DisplayName("R20 a report says what came back and what could not, and nothing else changes")
    default void reportsWhatCameBack() {
        Stage stage = Stage.of(this);
        populate(stage);
        Run run = stage.queue(1, epoch -> after(NOON, epoch));
        RerunReport before = stage.report(run.id());
        assertThat(before.itemsPutBack()).isZero();
        assertThat(before.itemsNotPutBack()).isZero();
        stage.locked(run, transaction -> transaction.runs().putBack(run.id(), new PutBack(5_000_000_000L, 7)));
        RerunReport after = stage.report(run.id());
        assertThat(after.itemsPutBack()).isEqualTo(5_000_000_000L);
        assertThat(after.itemsNotPutBack()).isEqualTo(7);
        assertThat(after)
                .usingRecursiveComparison()
                .ignoringFields("itemsPutBack", "itemsNotPutBack", "readAt")
                .isEqualTo(before);
    }

    /** Six entries of three ordering keys, each with an item. */
    private static List<ActivityEntry> populate(Stage stage) {
        List<ActivityEntry> entries = new ArrayList<>();
        for (int id = 1; id <= 6; id++) {
            ActivityEntry entry = entry(id, "ship " + id % 3, NOON.plusSeconds(id));
            entries.add(entry);
            stage.process(entry);
            stage.write(item(entry, "a" + id));
        }
        return entries;
    }

    private static List<ActivityOutcome> outcomes(Stage stage, String entryId) {
        return stage.list(transaction -> transaction.entries().outcomes(APP, entryId));
    }

    private static PutBack cancel(Stage stage, Run run) {
        return stage.inLocked(run, transaction -> {
            PutBack items = transaction.archivedItems().putBack(run);
            transaction.runs().moveTo(run.id(), RerunStatus.CANCELLED, null);
            return items;
        });
    }
}
