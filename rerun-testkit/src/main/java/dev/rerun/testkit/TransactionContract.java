package dev.rerun.testkit;

import static dev.rerun.testkit.Stage.APP;
import static dev.rerun.testkit.Stage.MICRO;
import static dev.rerun.testkit.Stage.NOON;
import static dev.rerun.testkit.Stage.after;
import static dev.rerun.testkit.Stage.entry;
import static dev.rerun.testkit.Stage.outcome;
import static dev.rerun.testkit.StagedItems.item;
import static dev.rerun.testkit.Worker.failed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.Actor;
import dev.rerun.api.OutcomeStatus;
import dev.rerun.api.RerunAction;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.spi.ItemKey;
import dev.rerun.core.spi.Lane;
import dev.rerun.core.spi.LaneProgress;
import dev.rerun.core.spi.PutBack;
import dev.rerun.core.spi.Run;
import dev.rerun.core.spi.StoreTransaction;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Tests of the promises S1 and S2 of {@link dev.rerun.core.spi.RerunStore}: transactions. */
public interface TransactionContract extends StoreContract {
    /** S1: what returns is committed. */
    @Test
    @DisplayName("S1 a transaction whose work returns is committed, and its result comes back")
    default void commitsWhatReturns() {
        Stage stage = Stage.of(this);
        ActivityEntry entry = entry(1, NOON);
        String result = stage.in(transaction -> {
            transaction.entries().insert(APP, transaction.entries().enter(APP, Set.of("quay")), List.of(entry));
            return "done";
        });
        assertThat(result).isEqualTo("done");
        assertThat(stage.host.entries(APP)).containsExactly(entry);
    }

    /** S1: a null result is a result. */
    @Test
    @DisplayName("S1 a transaction whose work returns null is committed")
    default void commitsWhatReturnsNull() {
        Stage stage = Stage.of(this);
        stage.<@Nullable Object>in(transaction -> {
            transaction.items().insert(APP, List.of(item(null, "quay", "a", NOON)));
            return null;
        });
        assertThat(stage.itemKeys()).containsExactly("a");
    }

    /** S1: entries and outcomes are rolled back. */
    @Test
    @DisplayName("S1 a transaction that throws leaves no entry and no outcome")
    default void rollsBackEntriesAndOutcomes() {
        rollsBack((transaction, run) -> {
            ActivityEntry late = entry(99, NOON.plusSeconds(99));
            transaction.entries().insert(APP, transaction.entries().enter(APP, Set.of("quay")), List.of(late));
            transaction
                    .entries()
                    .insertOutcomes(
                            APP,
                            List.of(
                                    outcome(late, null, OutcomeStatus.PROCESSED),
                                    outcome(entry(1, NOON), run.id(), OutcomeStatus.FAILED)));
        });
    }

    /** S1: items are rolled back. */
    @Test
    @DisplayName("S1 a transaction that throws leaves no item")
    default void rollsBackItems() {
        rollsBack((transaction, run) ->
                transaction.items().insert(APP, List.of(item("1", "quay", "new", NOON.plusSeconds(1)))));
    }

    /** S1: a whole prepare is rolled back. */
    @Test
    @DisplayName("S1 a prepare that throws leaves entries, items, archive, lanes and run as they were")
    default void rollsBackPrepare() {
        Stage stage = Stage.of(this);
        populate(stage);
        Run run = stage.start(NOON);
        Snapshot before = Snapshot.of(stage, run);
        fail(stage, transaction -> Stage.prepare(transaction, run, ignored -> {}));
        assertThat(Snapshot.of(stage, run)).isEqualTo(before);
        assertThat(stage.prepare(run).itemsDeleted()).isEqualTo(2);
    }

    /** S1: an exception out of the batch listener rolls back too. */
    @Test
    @DisplayName("S1 a prepare whose batch listener throws leaves everything as it was")
    default void rollsBackPrepareHalfWay() {
        Stage stage = Stage.of(this);
        populate(stage);
        Run run = stage.start(NOON);
        Snapshot before = Snapshot.of(stage, run);
        assertThatThrownBy(() -> stage.with(transaction -> Stage.prepare(transaction, run, count -> {
                    throw new StagedFailure();
                })))
                .isInstanceOf(StagedFailure.class);
        assertThat(Snapshot.of(stage, run)).isEqualTo(before);
    }

    /** S1: worker transactions are rolled back. */
    @Test
    @DisplayName("S1 a batch that throws leaves watermark, counters and failures as they were")
    default void rollsBackProgress() {
        rollsBack((transaction, run) -> {
            Lane lane = transaction.lanes().claim(run.id(), 0, 100).orElseThrow();
            transaction.lanes().park(lane, List.of(failed(1, "1", "broken")));
            transaction.lanes().advance(lane, new LaneProgress(1, 0, 1, 1, 2, 3));
        });
    }

    /** S1: states are rolled back. */
    @Test
    @DisplayName("S1 a transaction that throws leaves the run's state as it was")
    default void rollsBackStates() {
        rollsBack((transaction, run) -> {
            transaction.runs().lock(run.id());
            transaction.runs().moveTo(run.id(), RerunStatus.RUNNING, null);
            transaction.runs().moveTo(run.id(), RerunStatus.FAILED, "in vain");
        });
    }

    /** S1: what a retry does is rolled back. */
    @Test
    @DisplayName("S1 a retry that throws leaves lanes, failures, outcomes, commands and run as they were")
    default void rollsBackRetries() {
        Stage stage = Stage.of(this);
        Run run = finished(stage);
        Snapshot before = Snapshot.of(stage, run);
        fail(stage, transaction -> {
            transaction.runs().lock(run.id());
            assertThat(transaction.lanes().requeue(run, null)).isEqualTo(1);
            transaction.runs().reopen(run.id());
            transaction.runs().record(run.id(), RerunAction.RETRY, Actor.named("zoë"));
        });
        assertThat(Snapshot.of(stage, run)).isEqualTo(before);
        assertThat(stage.optionalLong(transaction -> transaction.runs().active(APP)))
                .isEmpty();
    }

    /** S1: what a cancel and a purge do is rolled back. */
    @Test
    @DisplayName("S1 a cancel and a purge that throw leave items, archive, outcomes and run as they were")
    default void rollsBackCancelsAndPurges() {
        Stage stage = Stage.of(this);
        Run run = finished(stage);
        Snapshot before = Snapshot.of(stage, run);
        fail(stage, transaction -> {
            transaction.runs().lock(run.id());
            PutBack items = transaction.archivedItems().putBack(run);
            assertThat(items).isEqualTo(new PutBack(1, 0));
            transaction.runs().putBack(run.id(), items);
        });
        assertThat(Snapshot.of(stage, run)).isEqualTo(before);
        fail(stage, transaction -> transaction.runs().purge(run.id()));
        assertThat(Snapshot.of(stage, run)).isEqualTo(before);
    }

    /** S1: starts are rolled back. */
    @Test
    @DisplayName("S1 a start that throws leaves no run, and the epoch goes on")
    default void rollsBackStart() {
        Stage stage = Stage.of(this);
        fail(stage, transaction -> {
            long epoch = transaction.runs().closeEpoch(APP);
            assertThat(epoch).isEqualTo(1);
            transaction.runs().insert(Stage.newRun(900_001, after(NOON, epoch), 1));
        });
        assertThat(stage.<Long>in(transaction -> transaction.entries().enter(APP, Set.of("quay"))))
                .isEqualTo(1);
        assertThat(stage.optional(transaction -> transaction.runs().find(900_001)))
                .isEmpty();
        assertThat(stage.optionalLong(transaction -> transaction.runs().active(APP)))
                .isEmpty();
        assertThat(stage.start(NOON).selection().epoch()).isEqualTo(1);
    }

    /** S1: errors are no way around a rollback. */
    @Test
    @DisplayName("S1 a transaction that throws an error is rolled back, and the error comes out as it is")
    default void rollsBackOnErrors() {
        Stage stage = Stage.of(this);
        AssertionError error = new AssertionError("expected by the test");
        assertThatThrownBy(() -> stage.with(transaction -> {
                    transaction.items().insert(APP, List.of(item(null, "quay", "a", NOON)));
                    throw error;
                }))
                .isSameAs(error);
        assertThat(stage.host.items(APP)).isEmpty();
    }

    /** S1: a failed transaction is no harm to later ones. */
    @Test
    @DisplayName("S1 after a transaction that threw the next one works")
    default void goesOnAfterRollback() {
        Stage stage = Stage.of(this);
        for (int i = 0; i < 20; i++) {
            fail(stage, transaction -> transaction.items().insert(APP, List.of(item(null, "quay", "a", NOON))));
        }
        stage.write(item(null, "quay", "a", NOON));
        assertThat(stage.itemKeys()).containsExactly("a");
    }

    /** S2: own writes are seen. */
    @Test
    @DisplayName("S2 a transaction sees its own writes in every part")
    default void seesItsOwnWrites() {
        Stage stage = Stage.of(this);
        ActivityEntry entry = entry(1, NOON.plus(MICRO));
        stage.with(transaction -> {
            long epoch = transaction.entries().enter(APP, Set.of("quay"));
            transaction.entries().insert(APP, epoch, List.of(entry));
            transaction.entries().insertOutcomes(APP, List.of(outcome(entry, null, OutcomeStatus.PROCESSED)));
            transaction.items().insert(APP, List.of(item(entry, "a")));
            assertThat(transaction.entries().known(APP, List.of("1"))).containsExactly("1");
            assertThat(transaction.entries().outcomes(APP, "1")).hasSize(1);
            ItemKey key = new ItemKey("dues", "a");
            assertThat(transaction.items().find(APP, Set.of(key))).containsOnlyKeys(key);
            Instant end = NOON.plusSeconds(1);
            assertThat(transaction.items().range(APP, List.of("quay"), NOON, end))
                    .hasSize(1);
        });
        Run run = stage.start(NOON);
        stage.with(transaction -> {
            transaction.runs().lock(run.id());
            List<Lane> frozen = transaction.preparation().freeze(run);
            assertThat(transaction.lanes().open(run.id(), 1)).isNotEmpty();
            assertThat(transaction.lanes().lock(run.id(), frozen.get(0).number()))
                    .contains(frozen.get(0));
        });
    }

    /** S2: what others committed is seen. */
    @Test
    @DisplayName("S2 a transaction sees what earlier ones committed")
    default void seesWhatIsCommitted() {
        Stage stage = Stage.of(this);
        stage.process(entry(1, NOON));
        stage.host.addItem(APP, StagedItems.byHand("a", NOON));
        stage.with(transaction -> {
            assertThat(transaction.entries().known(APP, List.of("1", "2"))).containsExactly("1");
            assertThat(transaction.items().range(APP, List.of("quay"), NOON, NOON.plusSeconds(1)))
                    .hasSize(1);
        });
    }

    private void rollsBack(BiConsumer<StoreTransaction, Run> work) {
        Stage stage = Stage.of(this);
        populate(stage);
        Run run = stage.queue(1, epoch -> after(NOON, epoch));
        Snapshot before = Snapshot.of(stage, run);
        fail(stage, transaction -> work.accept(transaction, run));
        assertThat(Snapshot.of(stage, run)).isEqualTo(before);
    }

    private static void populate(Stage stage) {
        ActivityEntry one = entry(1, NOON.plusSeconds(1));
        ActivityEntry two = entry(2, NOON.plusSeconds(2));
        stage.process(one, two);
        stage.write(item(one, "a"), item(two, "b"));
        stage.host.addItem(APP, StagedItems.byHand("hand", NOON.plusSeconds(3)));
    }

    /** A run of which one entry failed. */
    private static Run finished(Stage stage) {
        populate(stage);
        Run run = stage.start(NOON);
        stage.prepare(run);
        Worker.of(stage, run).failing("1").work();
        stage.move(run, RerunStatus.COMPLETED_WITH_FAILURES);
        return run;
    }

    private static void fail(Stage stage, Consumer<StoreTransaction> work) {
        assertThatThrownBy(() -> stage.with(transaction -> {
                    work.accept(transaction);
                    throw new StagedFailure();
                }))
                .isInstanceOf(StagedFailure.class);
    }
}
