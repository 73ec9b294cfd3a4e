package dev.rerun.testkit;

import static dev.rerun.testkit.Stage.APP;
import static dev.rerun.testkit.Stage.NOON;
import static dev.rerun.testkit.Stage.after;
import static dev.rerun.testkit.Stage.entry;
import static dev.rerun.testkit.Worker.done;
import static dev.rerun.testkit.Worker.failed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.api.ActivityEntry;
import dev.rerun.core.spi.Lane;
import dev.rerun.core.spi.LaneProgress;
import dev.rerun.core.spi.ParkedEntry;
import dev.rerun.core.spi.QueuedEntry;
import dev.rerun.core.spi.Run;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Tests of {@link dev.rerun.core.spi.Lanes}, which promises:
 *
 * <ul>
 *   <li><b>L1</b> A claim answers lanes of the run and the range that are open, one after the other, until
 *       none is left.
 *   <li><b>L2</b> A lock answers the lane by its number, also one that is done; an unknown one is empty.
 *   <li><b>L3</b> Open are the lanes with an entry above their watermark and below their gate, by number, no more than asked for.
 *   <li><b>L4</b> Read are the entries directly above the watermark, in sequence, no more than asked for, and whole.
 *   <li><b>L5</b> An entry that is no longer stored is read with its ID and number.
 *   <li><b>L6</b> A lane advances to the new watermark and adds to its counters; no other lane moves.
 *   <li><b>L7</b> Parked entries are listed with their errors.
 *   <li><b>L8</b> A lane is found by its number as it is, also one that is done; an unknown one is empty.
 * </ul>
 */
public interface LaneContract extends StoreContract {
    /** L1. */
    @Test
    @DisplayName("L1 claims answer every lane with outstanding entries until none is left")
    default void claimsUntilNothingIsLeft() {
        Stage stage = Stage.of(this);
        Run run = populate(stage, 30, 10, 4);
        Set<Integer> expected = new HashSet<>(stage.outstanding(run).keySet());
        Set<Integer> claimed = new HashSet<>();
        for (int i = 0; i < expected.size(); i++) {
            stage.with(transaction -> {
                Lane lane = transaction.lanes().claim(run.id(), 0, 100).orElseThrow();
                assertThat(lane.watermark()).isZero();
                claimed.add(lane.number());
                transaction.lanes().advance(lane, done(lane.end()));
            });
        }
        assertThat(claimed).isEqualTo(expected);
        assertThat(stage.optional(transaction -> transaction.lanes().claim(run.id(), 0, 100)))
                .isEmpty();
    }

    /** L1. */
    @Test
    @DisplayName("L1 a claim answers only lanes of its range")
    default void claimsFromARange() {
        Stage stage = Stage.of(this);
        Run run = populate(stage, 30, 10, 4);
        List<Integer> lanes = stage.outstanding(run).keySet().stream().sorted().toList();
        assertThat(lanes).hasSizeGreaterThan(1);
        for (int number : lanes) {
            assertThat(stage.optional(transaction -> transaction.lanes().claim(run.id(), number, 100)))
                    .hasValueSatisfying(lane -> assertThat(lane.number()).isGreaterThanOrEqualTo(number));
            assertThat(stage.optional(transaction -> transaction.lanes().claim(run.id(), number, number + 1)))
                    .hasValueSatisfying(lane -> assertThat(lane.number()).isEqualTo(number));
            assertThat(stage.optional(transaction -> transaction.lanes().claim(run.id(), number, number)))
                    .isEmpty();
        }
        int last = lanes.get(lanes.size() - 1);
        assertThat(stage.optional(transaction -> transaction.lanes().claim(run.id(), last + 1, 100)))
                .isEmpty();
    }

    /** L1. */
    @Test
    @DisplayName("L1 a claim answers a lane that is half done, as it is")
    default void claimsLanesThatAreHalfDone() {
        Stage stage = Stage.of(this);
        Run run = populate(stage, 3, 1, 1);
        advance(stage, run, 0, 2);
        assertThat(stage.optional(transaction -> transaction.lanes().claim(run.id(), 0, 100)))
                .contains(new Lane(run.id(), 0, 2, 3));
    }

    /** L1. */
    @Test
    @DisplayName("L1 a claim answers only lanes of its run, and nothing for an unknown one")
    default void claimsOnlyItsRun() {
        Stage stage = Stage.of(this);
        Run over = populate(stage, 3, 1, 1);
        stage.end(over);
        Run run = stage.queue(1, epoch -> after(NOON.plusSeconds(1), epoch));
        assertThat(stage.optional(transaction -> transaction.lanes().claim(run.id(), 0, 100)))
                .contains(new Lane(run.id(), 0, 0, 2));
        advance(stage, run, 0, 2);
        assertThat(stage.optional(transaction -> transaction.lanes().claim(run.id(), 0, 100)))
                .isEmpty();
        assertThat(stage.optional(transaction -> transaction.lanes().claim(1, 0, 100)))
                .isEmpty();
    }

    /** L2. */
    @Test
    @DisplayName("L2 a lock answers the lane by its number, also when it is done, and nothing for an unknown one")
    default void locksByNumber() {
        Stage stage = Stage.of(this);
        Run run = populate(stage, 3, 1, 1);
        assertThat(stage.optional(transaction -> transaction.lanes().lock(run.id(), 0)))
                .contains(new Lane(run.id(), 0, 0, 3));
        advance(stage, run, 0, 3);
        assertThat(stage.optional(transaction -> transaction.lanes().lock(run.id(), 0)))
                .contains(new Lane(run.id(), 0, 3, 3));
        assertThat(stage.optional(transaction -> transaction.lanes().lock(run.id(), 1)))
                .isEmpty();
        assertThat(stage.optional(transaction -> transaction.lanes().lock(1, 0)))
                .isEmpty();
    }

    /** L3. */
    @Test
    @DisplayName("L3 a lane is open until its last entry is done")
    default void knowsWhatIsOpen() {
        Stage stage = Stage.of(this);
        Run run = populate(stage, 20, 10, 4);
        List<Lane> left = new ArrayList<>(lanes(stage, run));
        assertThat(left).hasSizeGreaterThan(1);
        while (!left.isEmpty()) {
            assertThat(open(stage, run, 100)).isEqualTo(left);
            assertThat(open(stage, run, 1)).isEqualTo(left.subList(0, 1));
            Lane lane = left.remove(left.size() / 2);
            advance(stage, run, lane.number(), lane.end() - 1);
            assertThat(open(stage, run, 100))
                    .contains(new Lane(run.id(), lane.number(), lane.end() - 1, lane.end()))
                    .containsAll(left)
                    .hasSize(left.size() + 1);
            advance(stage, run, lane.number(), lane.end());
        }
        assertThat(open(stage, run, 100)).isEmpty();
        assertThat(stage.list(transaction -> transaction.lanes().open(1, 100))).isEmpty();
    }

    /** L4. */
    @Test
    @DisplayName("L4 read are the entries directly above the watermark, in sequence and no more than asked for")
    default void readsFromTheWatermark() {
        Stage stage = Stage.of(this);
        Run run = populate(stage, 12, 1, 1);
        List<QueuedEntry> all = stage.outstanding(run).get(0);
        List<QueuedEntry> read = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            stage.with(transaction -> {
                Lane lane = transaction.lanes().claim(run.id(), 0, 100).orElseThrow();
                List<QueuedEntry> batch = transaction.lanes().read(lane, 5);
                assertThat(batch).hasSize((int) Math.min(5, lane.end() - lane.watermark()));
                read.addAll(batch);
                transaction.lanes().advance(lane, done(lane.watermark() + batch.size()));
            });
        }
        assertThat(read).isEqualTo(all).hasSize(12);
        assertThat(stage.outstanding(run).get(0)).isEmpty();
    }

    /** L4. */
    @Test
    @DisplayName("L4 entries are read whole")
    default void readsWholeEntries() {
        Stage stage = Stage.of(this);
        ActivityEntry entry = new ActivityEntry(
                APP, "-7", "ship 'Möwe'", NOON.minusSeconds(99), NOON.plusNanos(1000), "{\"tons\": 7}\n");
        stage.process(entry);
        Run run = stage.queue(1, epoch -> after(NOON, epoch));
        assertThat(stage.outstanding(run).get(0)).containsExactly(new QueuedEntry(1, "-7", entry));
    }

    /** L5. */
    @Test
    @DisplayName("L5 an entry that is no longer stored is read with its number and ID, and leaves no gap")
    default void readsEntriesThatAreGone() {
        Stage stage = Stage.of(this);
        Run run = populate(stage, 3, 1, 1);
        stage.host.removeEntry(APP, "2");
        List<QueuedEntry> queued = stage.outstanding(run).get(0);
        assertThat(queued).extracting(QueuedEntry::sequence).containsExactly(1L, 2L, 3L);
        assertThat(queued).extracting(QueuedEntry::entryId).containsExactly("1", "2", "3");
        assertThat(queued)
                .extracting(queuedEntry -> queuedEntry.entry() == null)
                .containsExactly(false, true, false);
    }

    /** L6. */
    @Test
    @DisplayName("L6 a lane advances alone, and its counters add up")
    default void advancesOneLane() {
        Stage stage = Stage.of(this);
        Run run = populate(stage, 40, 20, 4);
        List<Lane> before = lanes(stage, run);
        Lane moved = before.stream().filter(lane -> lane.end() >= 3).findFirst().orElseThrow();
        for (long watermark : new long[] {1, 3}) {
            stage.with(transaction -> {
                Lane lane = transaction.lanes().lock(run.id(), moved.number()).orElseThrow();
                transaction.lanes().advance(lane, new LaneProgress(watermark, 10, 20, 50, 30, 40));
            });
        }
        List<Lane> expected = before.stream()
                .map(lane -> lane.equals(moved) ? new Lane(run.id(), lane.number(), 3, lane.end()) : lane)
                .toList();
        assertThat(lanes(stage, run)).isEqualTo(expected);
        var report =
                stage.in(transaction -> transaction.runs().report(run.id())).orElseThrow();
        assertThat(List.of(
                        report.done(), report.failed(), report.held(), report.itemsCreated(), report.itemsRetained()))
                .containsExactly(20L, 40L, 100L, 60L, 80L);
    }

    /** L7. */
    @Test
    @DisplayName("L7 parked entries are listed with their errors, run by run")
    default void listsParkedEntries() {
        Stage stage = Stage.of(this);
        Run run = populate(stage, 3, 1, 1);
        List<ParkedEntry> parked =
                List.of(failed(1, "1", "IllegalStateException: the 'crane' is \"broken\""), failed(3, "3", "吊车坏了"));
        stage.with(transaction -> {
            Lane lane = transaction.lanes().claim(run.id(), 0, 100).orElseThrow();
            transaction.lanes().park(lane, parked.subList(0, 1));
            transaction.lanes().park(lane, parked.subList(1, 2));
            transaction.lanes().advance(lane, new LaneProgress(3, 1, 2, 0, 0, 0));
        });
        assertThat(stage.host.parked(run.id())).isEqualTo(parked);
        assertThat(stage.host.parked(1)).isEmpty();
    }

    /** L8. */
    @Test
    @DisplayName("L8 a lane is found as it is, also when it is done, and nothing for an unknown one")
    default void findsByNumber() {
        Stage stage = Stage.of(this);
        Run run = populate(stage, 3, 1, 1);
        for (long watermark = 0; watermark <= 3; watermark++) {
            advance(stage, run, 0, watermark);
            assertThat(stage.optional(transaction -> transaction.lanes().find(run.id(), 0)))
                    .contains(new Lane(run.id(), 0, watermark, 3));
        }
        assertThat(stage.optional(transaction -> transaction.lanes().find(run.id(), 1)))
                .isEmpty();
        assertThat(stage.optional(transaction -> transaction.lanes().find(1, 0)))
                .isEmpty();
    }

    private static Run populate(Stage stage, int entries, int keys, int lanes) {
        for (int i = 1; i <= entries; i++) {
            stage.process(entry(i, "ship " + i % keys, NOON.plusSeconds(i)));
        }
        return stage.queue(lanes, epoch -> after(NOON, epoch));
    }

    private static List<Lane> lanes(Stage stage, Run run) {
        return stage.in(transaction -> {
            List<Lane> lanes = new ArrayList<>();
            for (int number = 0; number < run.lanes(); number++) {
                Optional<Lane> lane = transaction.lanes().lock(run.id(), number);
                lane.ifPresent(lanes::add);
            }
            return lanes;
        });
    }

    private static void advance(Stage stage, Run run, int number, long watermark) {
        stage.with(transaction -> {
            Lane lane = transaction.lanes().lock(run.id(), number).orElseThrow();
            transaction.lanes().advance(lane, done(watermark));
        });
    }

    private static List<Lane> open(Stage stage, Run run, int limit) {
        return stage.in(transaction -> transaction.lanes().open(run.id(), limit));
    }
}
