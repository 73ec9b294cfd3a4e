package dev.rerun.testkit;

import static dev.rerun.testkit.Stage.APP;
import static dev.rerun.testkit.Stage.LONG_AGO;
import static dev.rerun.testkit.Stage.MICRO;
import static dev.rerun.testkit.Stage.NOON;
import static dev.rerun.testkit.Stage.after;
import static dev.rerun.testkit.Stage.entry;
import static dev.rerun.testkit.Stage.outcome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.Diagnostic;
import dev.rerun.api.OutcomeStatus;
import dev.rerun.core.eligibility.Selection;
import dev.rerun.core.spi.Lane;
import dev.rerun.core.spi.NewOutcome;
import dev.rerun.core.spi.PrepareCounts;
import dev.rerun.core.spi.QueuedEntry;
import dev.rerun.core.spi.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Tests of {@link dev.rerun.core.spi.Preparation#freeze}, which promises:
 *
 * <ul>
 *   <li><b>P1</b> An entry at the cutoff is not selected; one a microsecond later is.
 *   <li><b>P2</b> An entry at the end of the window is selected; one a microsecond later is not.
 *   <li><b>P3</b> An entry at the start of retention is selected; one a microsecond earlier is not.
 *   <li><b>P4</b> An entry that had no contract when first processed is selected only if asked for. A failed one counts as
 *       having had a contract, and what later reruns found does not count.
 *   <li><b>P5</b> Entries of later epochs and of other apps are not selected.
 *   <li><b>P6</b> The sequence is by time of recording, then by ID: whole numbers by value, then texts.
 *   <li><b>P7</b> A lane's numbers go from one to its end without gaps; empty lanes are not made; watermarks are zero.
 *   <li><b>P8</b> Entries of one ordering key share a lane, in every run; many keys use more than one.
 *   <li><b>P9</b> What is frozen stays, whatever comes later.
 * </ul>
 *
 * <p>Items are the matter of {@link ArchiveContract}.
 */
public interface PreparationContract extends StoreContract {
    /** P1. */
    @Test
    @DisplayName("P1 an entry at the cutoff is not selected, one a microsecond later is")
    default void excludesTheCutoff() {
        Stage stage = Stage.of(this);
        stage.process(entry(1, NOON.minus(MICRO)), entry(2, NOON), entry(3, NOON.plus(MICRO)));
        assertThat(stage.queuedIds(stage.queue(1, epoch -> after(NOON, epoch)))).containsExactly("3");
    }

    /** P2. */
    @Test
    @DisplayName("P2 an entry at the end of the window is selected, one a microsecond later is not")
    default void includesTheEnd() {
        Stage stage = Stage.of(this);
        Instant end = NOON.plusSeconds(60);
        stage.process(entry(1, end.minus(MICRO)), entry(2, end), entry(3, end.plus(MICRO)));
        Run run = stage.queue(1, epoch -> new Selection(APP, NOON, end, LONG_AGO, false, epoch));
        assertThat(stage.queuedIds(run)).containsExactly("1", "2");
    }

    /** P3. */
    @Test
    @DisplayName("P3 an entry at the start of retention is selected, one a microsecond earlier is not")
    default void includesTheStartOfRetention() {
        Stage stage = Stage.of(this);
        Instant from = NOON.plusSeconds(60);
        stage.process(entry(1, from.minus(MICRO)), entry(2, from), entry(3, from.plus(MICRO)));
        Run run = stage.queue(1, epoch -> new Selection(APP, NOON, null, from, false, epoch));
        assertThat(stage.queuedIds(run)).containsExactly("2", "3");
    }

    /** P4. */
    @Test
    @DisplayName("P4 an entry that had no contract is selected only if asked for")
    default void leavesOutEntriesWithoutContract() {
        Stage stage = Stage.of(this);
        stage.process(OutcomeStatus.NO_CONTRACT, entry(1, NOON.plusSeconds(1)));
        stage.process(OutcomeStatus.PROCESSED, entry(2, NOON.plusSeconds(2)));
        stage.process(OutcomeStatus.FAILED, entry(3, NOON.plusSeconds(3)));
        Run without = stage.queue(1, epoch -> new Selection(APP, NOON, null, LONG_AGO, false, epoch));
        assertThat(stage.queuedIds(without)).containsExactly("2", "3");
        stage.end(without);
        Run with = stage.queue(1, epoch -> new Selection(APP, NOON, null, LONG_AGO, true, epoch));
        assertThat(stage.queuedIds(with)).containsExactly("1", "2", "3");
    }

    /** P4. */
    @Test
    @DisplayName("P4 an entry whose contract could not be determined is selected")
    default void selectsEntriesThatFailedBeforeTheirContract() {
        Stage stage = Stage.of(this);
        ActivityEntry entry = entry(1, NOON.plusSeconds(1));
        NewOutcome failed = new NewOutcome(
                "1", null, OutcomeStatus.FAILED, null, List.of(new Diagnostic("failed", "no list")), Duration.ZERO);
        stage.with(transaction -> {
            transaction.entries().insert(APP, transaction.entries().enter(APP, Set.of("quay")), List.of(entry));
            transaction.entries().insertOutcomes(APP, List.of(failed));
        });
        assertThat(stage.queuedIds(stage.queue(1, epoch -> after(NOON, epoch)))).containsExactly("1");
    }

    /** P4. */
    @Test
    @DisplayName("P4 what counts is first processing, not what a rerun found later")
    default void judgesByFirstProcessing() {
        Stage stage = Stage.of(this);
        ActivityEntry without = entry(1, NOON.plusSeconds(1));
        ActivityEntry with = entry(2, NOON.plusSeconds(2));
        stage.process(OutcomeStatus.NO_CONTRACT, without);
        stage.process(OutcomeStatus.PROCESSED, with);
        Run first = stage.queue(1, epoch -> new Selection(APP, NOON, null, LONG_AGO, true, epoch));
        stage.with(transaction -> transaction
                .entries()
                .insertOutcomes(
                        APP,
                        List.of(
                                outcome(without, first.id(), OutcomeStatus.PROCESSED),
                                outcome(with, first.id(), OutcomeStatus.NO_CONTRACT))));
        stage.end(first);
        assertThat(stage.queuedIds(stage.queue(1, epoch -> after(NOON, epoch)))).containsExactly("2");
    }

    /** P5. */
    @Test
    @DisplayName("P5 an entry first processed in a later epoch is live, and not selected")
    default void leavesLiveEntriesAlone() {
        Stage stage = Stage.of(this);
        stage.process(entry(1, NOON.plusSeconds(1)));
        Run run = stage.start(NOON);
        stage.process(entry(2, NOON.plusSeconds(2)));
        stage.prepare(run);
        assertThat(stage.queuedIds(run)).containsExactly("1");
        stage.end(run);
        assertThat(stage.queuedIds(stage.queue(1, epoch -> after(NOON, epoch)))).containsExactly("1", "2");
    }

    /** P5. */
    @Test
    @DisplayName("P5 entries of another app are not selected, also where their IDs are the same")
    default void leavesEntriesOfOtherAppsAlone() {
        Stage stage = Stage.of(this);
        Instant time = NOON.plusSeconds(1);
        stage.process(entry(1, time), new ActivityEntry("other", "1", "quay", time, time, "other"));
        stage.process(new ActivityEntry("other", "2", "quay", time, time, "other"));
        Run run = stage.queue(1, epoch -> after(NOON, epoch));
        assertThat(stage.outstanding(run).get(0)).containsExactly(new QueuedEntry(1, "1", entry(1, time)));
    }

    /** P6. */
    @Test
    @DisplayName("P6 the sequence is by time of recording, not by time of work, and then by ID as a number")
    default void ordersByTimeThenNumber() {
        Stage stage = Stage.of(this);
        Instant one = NOON.plusSeconds(1);
        Instant two = NOON.plusSeconds(1).plus(MICRO);
        stage.process(entry(10, one), entry(1, two), entry(9, one), entry(-11, one), entry(-2, one), entry(100, one));
        stage.process(
                new ActivityEntry(APP, "5", "quay", LONG_AGO, two, ""), entry(Long.MAX_VALUE, one), entry(0, one));
        Run run = stage.queue(1, epoch -> after(NOON, epoch));
        assertThat(stage.queuedIds(run))
                .containsExactly("-11", "-2", "0", "9", "10", "100", Long.toString(Long.MAX_VALUE), "1", "5");
    }

    /** P6. */
    @Test
    @DisplayName("P6 where IDs may be texts, whole numbers come first, by value, and then texts")
    default void ordersNumbersBeforeTexts() {
        Stage stage = Stage.of(this);
        assumeFalse(stage.store.limits().numericEntryIds(), "entry IDs of this store are numbers");
        Instant time = NOON.plusSeconds(1);
        List<String> ids = List.of("b", "10", "a10", "9", "a9", "B", "99999999999999999999", "-1");
        for (String id : ids) {
            stage.process(new ActivityEntry(APP, id, "quay", time, time, ""));
        }
        assertThat(stage.queuedIds(stage.queue(1, epoch -> after(NOON, epoch))))
                .containsExactly("-1", "9", "10", "99999999999999999999", "B", "a10", "a9", "b");
    }

    /** P7. */
    @Test
    @DisplayName("P7 a lane's numbers go from one to its end without gaps, and no lane is empty")
    default void numbersWithoutGaps() {
        Stage stage = Stage.of(this);
        populate(stage, 60, 13);
        Run run = stage.start(8, epoch -> after(NOON, epoch));
        List<Lane> frozen = stage.freeze(run);
        Map<Integer, List<QueuedEntry>> queued = stage.outstanding(run);
        assertThat(frozen).extracting(Lane::number).containsExactlyInAnyOrderElementsOf(queued.keySet());
        List<String> all = new ArrayList<>();
        for (Lane lane : frozen) {
            List<QueuedEntry> entries = queued.getOrDefault(lane.number(), List.of());
            assertThat(entries).isNotEmpty();
            assertThat(lane).isEqualTo(new Lane(run.id(), lane.number(), 0, entries.size()));
            assertThat(lane.number()).isBetween(0, run.lanes() - 1);
            assertThat(entries)
                    .extracting(QueuedEntry::sequence)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, entries.size()).boxed().toList());
            entries.forEach(entry -> all.add(entry.entryId()));
        }
        assertThat(all)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, 60).mapToObj(Long::toString).toList());
    }

    /** P7. */
    @Test
    @DisplayName("P7 a run that selects nothing has no lanes and prepares to zero")
    default void preparesNothing() {
        Stage stage = Stage.of(this);
        stage.process(entry(1, NOON));
        Run run = stage.start(8, epoch -> after(NOON, epoch));
        assertThat(stage.freeze(run)).isEmpty();
        assertThat(stage.outstanding(run)).isEmpty();
        Run unknown = stage.start(8, epoch -> new Selection("other", NOON, null, LONG_AGO, false, epoch));
        assertThat(stage.prepare(unknown)).isEqualTo(new PrepareCounts(0, 0, Map.of()));
    }

    /** P8. */
    @Test
    @DisplayName("P8 entries of one ordering key share a lane, the same in every run, and keys spread over lanes")
    default void keepsKeysTogether() {
        Stage stage = Stage.of(this);
        populate(stage, 200, 50);
        Run first = stage.queue(8, epoch -> after(NOON, epoch));
        Map<String, Set<Integer>> lanes = lanesByKey(stage.outstanding(first));
        stage.end(first);
        Run second = stage.queue(8, epoch -> after(NOON.plusSeconds(20), epoch));
        lanesByKey(stage.outstanding(second))
                .forEach((key, numbers) -> lanes.merge(key, numbers, PreparationContract::union));
        assertThat(lanes).hasSize(50).allSatisfy((key, numbers) -> assertThat(numbers)
                .as("lanes of %s", key)
                .hasSize(1));
        assertThat(lanes.values().stream().flatMap(Set::stream).distinct()).hasSizeGreaterThan(1);
    }

    /** P9. */
    @Test
    @DisplayName("P9 what is frozen stays: later entries and outcomes change nothing")
    default void keepsTheSelection() {
        Stage stage = Stage.of(this);
        ActivityEntry one = entry(1, NOON.plusSeconds(1));
        ActivityEntry three = entry(3, NOON.plusSeconds(3));
        stage.process(one, three);
        Run run = stage.queue(1, epoch -> after(NOON, epoch));
        Map<Integer, List<QueuedEntry>> before = stage.outstanding(run);
        stage.process(entry(2, NOON.plusSeconds(2)));
        stage.with(transaction ->
                transaction.entries().insertOutcomes(APP, List.of(outcome(one, run.id(), OutcomeStatus.NO_CONTRACT))));
        assertThat(stage.outstanding(run)).isEqualTo(before);
        assertThat(stage.queuedIds(run)).containsExactly("1", "3");
    }

    private static void populate(Stage stage, int entries, int keys) {
        ActivityEntry[] all = new ActivityEntry[entries];
        for (int i = 0; i < entries; i++) {
            all[i] = entry(i + 1L, "ship " + i % keys, NOON.plusSeconds(1 + i));
        }
        stage.process(all);
    }

    private static Map<String, Set<Integer>> lanesByKey(Map<Integer, List<QueuedEntry>> queued) {
        Map<String, Set<Integer>> lanes = new HashMap<>();
        queued.forEach((number, entries) -> {
            for (QueuedEntry queuedEntry : entries) {
                ActivityEntry entry = queuedEntry.entry();
                assertThat(entry).isNotNull();
                if (entry != null) {
                    lanes.merge(entry.orderingKey(), Set.of(number), PreparationContract::union);
                }
            }
        });
        return lanes;
    }

    private static Set<Integer> union(Set<Integer> one, Set<Integer> other) {
        Set<Integer> union = new HashSet<>(one);
        union.addAll(other);
        return union;
    }
}
