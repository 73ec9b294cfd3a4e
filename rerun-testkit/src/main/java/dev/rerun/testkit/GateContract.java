package dev.rerun.testkit;

import static dev.rerun.testkit.Stage.APP;
import static dev.rerun.testkit.Stage.MICRO;
import static dev.rerun.testkit.Stage.NOON;
import static dev.rerun.testkit.Stage.after;
import static dev.rerun.testkit.Stage.entry;
import static dev.rerun.testkit.StagedItems.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.KeptReason;
import dev.rerun.api.OutcomeStatus;
import dev.rerun.api.RerunOptions;
import dev.rerun.core.spi.Lane;
import dev.rerun.core.spi.PrepareCounts;
import dev.rerun.core.spi.QueuedEntry;
import dev.rerun.core.spi.Run;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Tests of how {@link dev.rerun.core.spi.Preparation#freeze} and {@link dev.rerun.core.spi.Lanes} keep to the numbers of entries
 * that a run's options allow. They promise:
 *
 * <ul>
 *   <li><b>P10</b> Of a run with a limit the first entries of its selection are frozen, by sequence, and no others.
 *   <li><b>P11</b> Of a run that is to pause after its first entries, each lane's gate is at the last of these.
 *   <li><b>L9</b> No lane is claimed or open at its gate, and none is read beyond it, until all lanes of the run are opened.
 * </ul>
 */
public interface GateContract extends StoreContract {
    /** P10. */
    @Test
    @DisplayName("P10 a limit takes the first entries by time, and of one time by ID as a number")
    default void limitsBySequence() {
        Stage stage = Stage.of(this);
        processAtOneTime(stage, "10", "9", "100", "-2", "8");
        stage.process(entry(1, "ship 1", NOON.plusSeconds(1).plus(MICRO)));
        Run one = stage.queued(stage.start(1, RerunOptions.DEFAULT.limit(3)));
        assertThat(stage.queuedIds(one)).containsExactly("-2", "8", "9");
        stage.end(one);
        Run four = stage.queued(stage.start(4, RerunOptions.DEFAULT.limit(3)));
        assertThat(stage.queuedIds(four)).containsExactlyInAnyOrder("-2", "8", "9");
        assertThat(stage.report(four.id()).total()).isEqualTo(3);
    }

    /** P10. */
    @Test
    @DisplayName("P10 where IDs may be texts, a limit takes whole numbers first, by value, and then texts")
    default void limitsTexts() {
        Stage stage = Stage.of(this);
        assumeFalse(stage.store.limits().numericEntryIds(), "entry IDs of this store are numbers");
        processAtOneTime(stage, "b", "10", "a9", "9", "B", "99999999999999999999", "a10");
        Run run = stage.queued(stage.start(1, RerunOptions.DEFAULT.limit(5)));
        assertThat(stage.queuedIds(run)).containsExactly("9", "10", "99999999999999999999", "B", "a10");
    }

    /** P10. */
    @Test
    @DisplayName("P10 a limit counts selected entries only, and the items of the others stay")
    default void limitsTheSelection() {
        Stage stage = Stage.of(this);
        stage.process(entry(1, NOON));
        stage.process(OutcomeStatus.NO_CONTRACT, entry(2, NOON.plusSeconds(2)));
        for (int id = 3; id <= 6; id++) {
            ActivityEntry entry = entry(id, "ship " + id, NOON.plusSeconds(id));
            stage.process(entry);
            stage.write(item(entry, "a" + id));
        }
        Run run = stage.start(8, RerunOptions.DEFAULT.limit(2));
        assertThat(stage.prepare(run)).isEqualTo(new PrepareCounts(2, 2, Map.of(KeptReason.NOT_SELECTED, 2L)));
        assertThat(stage.queuedIds(run)).containsExactlyInAnyOrder("3", "4");
        assertThat(stage.itemKeys()).containsExactly("a5", "a6");
    }

    /** P10. */
    @Test
    @DisplayName("P10 a limit above the number of entries changes nothing, and lanes are numbered without gaps")
    default void limitsNothing() {
        Stage stage = Stage.of(this);
        populate(stage);
        Run all = stage.queue(4, epoch -> after(NOON, epoch));
        List<Lane> lanes = Worker.of(stage, all).lanes();
        stage.end(all);
        Run run = stage.queued(stage.start(4, RerunOptions.DEFAULT.limit(31)));
        assertThat(Worker.of(stage, run).lanes())
                .isEqualTo(lanes.stream()
                        .map(lane -> new Lane(run.id(), lane.number(), 0, lane.end()))
                        .toList());
        stage.end(run);
        Run half = stage.queued(stage.start(4, RerunOptions.DEFAULT.limit(17)));
        stage.outstanding(half).forEach((number, queued) -> assertThat(queued)
                .extracting(QueuedEntry::sequence)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, queued.size()).boxed().toList()));
        assertThat(stage.queuedIds(half)).containsExactlyInAnyOrderElementsOf(ids(1, 17));
    }

    /** P11. */
    @Test
    @DisplayName("P11 each lane's gate is at the last of the run's first entries, and at zero where it has none")
    default void setsGates() {
        Stage stage = Stage.of(this);
        populate(stage);
        for (int first : new int[] {1, 7, 30, 31}) {
            Run run = stage.start(4, RerunOptions.DEFAULT.firstOnly(first));
            List<Lane> frozen = stage.freeze(run);
            assertThat(frozen).hasSizeGreaterThan(1);
            assertThat(frozen)
                    .containsExactlyInAnyOrderElementsOf(Worker.of(stage, run).lanes());
            assertThat(stage.queuedIds(run)).containsExactlyInAnyOrderElementsOf(ids(1, Math.min(first, 30)));
            Map<Integer, Long> gates = new TreeMap<>();
            frozen.forEach(lane -> gates.put(lane.number(), lane.gate()));
            assertThat(frozen.stream().mapToLong(Lane::end).sum()).isEqualTo(30);
            stage.locked(run, transaction -> transaction.lanes().openAll(run.id()));
            Map<Integer, Long> expected = new TreeMap<>();
            stage.outstanding(run).forEach((number, queued) -> expected.put(number, countUpTo(first, queued)));
            assertThat(gates).isEqualTo(expected);
            stage.end(run);
        }
    }

    /** P11. */
    @Test
    @DisplayName("P11 of entries of one time, spread over lanes, those with the lowest IDs are the first")
    default void setsGatesBetweenTies() {
        Stage stage = Stage.of(this);
        processAtOneTime(stage, "10", "11", "100", "9", "12", "8", "13");
        Run run = stage.queued(stage.start(4, RerunOptions.DEFAULT.firstOnly(2)));
        assertThat(stage.queuedIds(run)).containsExactlyInAnyOrder("8", "9");
    }

    /** P11. */
    @Test
    @DisplayName("P11 the first entries are those within a limit")
    default void setsGatesWithinALimit() {
        Stage stage = Stage.of(this);
        populate(stage);
        Run run = stage.queued(stage.start(4, RerunOptions.DEFAULT.limit(5).firstOnly(3)));
        assertThat(stage.queuedIds(run)).containsExactlyInAnyOrder("1", "2", "3");
        stage.locked(run, transaction -> transaction.lanes().openAll(run.id()));
        assertThat(stage.queuedIds(run)).containsExactlyInAnyOrder("1", "2", "3", "4", "5");
    }

    /** L9. */
    @Test
    @DisplayName("L9 a lane is claimed, open and read up to its gate, and again when it was opened")
    default void stopsAtGates() {
        Stage stage = Stage.of(this);
        populate(stage);
        Run run = stage.queued(stage.start(1, RerunOptions.DEFAULT.firstOnly(5)));
        Lane fresh = new Lane(run.id(), 0, 0, 5, 30);
        assertThat(claim(stage, run)).contains(fresh);
        assertThat(open(stage, run)).containsExactly(fresh);
        assertThat(stage.queuedIds(run)).containsExactlyElementsOf(ids(1, 5));
        Worker worker = Worker.of(stage, run);
        worker.work(0, 3);
        assertThat(stage.queuedIds(run)).containsExactly("4", "5");
        worker.work(0, 100);
        Lane atGate = new Lane(run.id(), 0, 5, 5, 30);
        assertThat(claim(stage, run)).isEmpty();
        assertThat(open(stage, run)).isEmpty();
        assertThat(stage.queuedIds(run)).isEmpty();
        assertThat(stage.optional(transaction -> transaction.lanes().find(run.id(), 0)))
                .contains(atGate);
        assertThat(stage.optional(transaction -> transaction.lanes().lock(run.id(), 0)))
                .contains(atGate);
        stage.locked(run, transaction -> transaction.lanes().openAll(run.id()));
        assertThat(claim(stage, run)).contains(new Lane(run.id(), 0, 5, 30));
        assertThat(stage.queuedIds(run)).containsExactlyElementsOf(ids(6, 30));
    }

    /** L9. */
    @Test
    @DisplayName("L9 of several lanes those at their gates are passed over")
    default void claimsPastClosedLanes() {
        Stage stage = Stage.of(this);
        populate(stage);
        Run run = stage.queued(stage.start(4, RerunOptions.DEFAULT.firstOnly(1)));
        List<Lane> open = Worker.of(stage, run).lanes().stream()
                .filter(lane -> lane.gate() > 0)
                .toList();
        assertThat(open).hasSize(1);
        assertThat(open(stage, run)).isEqualTo(open);
        assertThat(claim(stage, run)).contains(open.get(0));
        Worker.of(stage, run).work();
        assertThat(claim(stage, run)).isEmpty();
    }

    /** L9. */
    @Test
    @DisplayName("L9 opening a run's lanes opens all of them, and those of no other run")
    default void opensOneRun() {
        Stage stage = Stage.of(this);
        populate(stage);
        Run other = stage.queued(stage.start(4, RerunOptions.DEFAULT.firstOnly(2)));
        List<Lane> before = Worker.of(stage, other).lanes();
        stage.end(other);
        Run run = stage.queued(stage.start(4, RerunOptions.DEFAULT.firstOnly(2)));
        stage.locked(run, transaction -> transaction.lanes().openAll(run.id()));
        assertThat(stage.queuedIds(run)).containsExactlyInAnyOrderElementsOf(ids(1, 30));
        assertThat(Worker.of(stage, run).lanes())
                .allSatisfy(lane -> assertThat(lane.gate()).isEqualTo(lane.end()));
        assertThat(Worker.of(stage, other).lanes()).isEqualTo(before);
    }

    /** Thirty entries of ten ordering keys, in the order of their IDs. */
    private static void populate(Stage stage) {
        for (int id = 1; id <= 30; id++) {
            stage.process(entry(id, "ship " + id % 10, NOON.plusSeconds(id)));
        }
    }

    private static void processAtOneTime(Stage stage, String... ids) {
        Instant time = NOON.plusSeconds(1);
        for (String id : ids) {
            stage.process(new ActivityEntry(APP, id, "ship " + id, time, time, ""));
        }
    }

    private static Optional<Lane> claim(Stage stage, Run run) {
        return stage.optional(transaction -> transaction.lanes().claim(run.id(), 0, run.lanes()));
    }

    private static List<Lane> open(Stage stage, Run run) {
        return stage.list(transaction -> transaction.lanes().open(run.id(), 100));
    }

    private static long countUpTo(int first, List<QueuedEntry> queued) {
        return queued.stream()
                .filter(entry -> Integer.parseInt(entry.entryId()) <= first)
                .count();
    }

    private static List<String> ids(int from, int to) {
        return LongStream.rangeClosed(from, to).mapToObj(Long::toString).toList();
    }
}
