package dev.rerun.testkit;

import static dev.rerun.testkit.Stage.NOON;
import static dev.rerun.testkit.Stage.after;
import static dev.rerun.testkit.Stage.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.FailedEntry;
import dev.rerun.api.FailureCause;
import dev.rerun.core.spi.Lane;
import dev.rerun.core.spi.ParkedEntry;
import dev.rerun.core.spi.QueuedEntry;
import dev.rerun.core.spi.Run;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Tests of how {@link dev.rerun.core.spi.Lanes} lists what failed and what is held. It promises:
 *
 * <ul>
 *   <li><b>L10</b> The entries of a run that failed or are held are listed whole, by lane and number, page by page.
 *   <li><b>L11</b> Failed keys are those with failed entries in the lane, each with the first of them by number; an entry that
 *       is merely held does not count.
 *   <li><b>L12</b> Failures are grouped by cause, the most frequent first, equally frequent ones by name; held entries are of
 *       no cause.
 * </ul>
 */
public interface FailureListContract extends StoreContract {
    /** L10. */
    @Test
    @DisplayName("L10 what failed and what is held is listed whole, by lane and number, and when it was listed")
    default void listsWholeEntries() {
        Stage stage = Stage.of(this);
        Run run = populate(stage, 4);
        List<Lane> lanes = Worker.of(stage, run).lanes();
        Instant before = stage.in(transaction -> transaction.now());
        List<FailedEntry> expected = new ArrayList<>();
        for (Lane lane : lanes) {
            List<ParkedEntry> parked = parkedOf(stage, run, lane);
            parked.forEach(one -> expected.add(listed(lane.number(), one, before)));
        }
        for (int i = lanes.size() - 1; i >= 0; i--) {
            Lane lane = lanes.get(i);
            List<ParkedEntry> parked = parkedOf(stage, run, lane);
            for (int number = parked.size() - 1; number >= 0; number--) {
                park(stage, lane, parked.get(number));
            }
        }
        Instant later = stage.in(transaction -> transaction.now());
        List<FailedEntry> all = page(stage, run, null, 100);
        assertThat(all)
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("failedAt")
                .isEqualTo(expected);
        assertThat(all).extracting(FailedEntry::failedAt).allSatisfy(at -> assertThat(at)
                .isBetween(before, later));
        assertThat(lanes).hasSizeGreaterThan(1).hasSizeLessThan(all.size());
    }

    /** L10. */
    @Test
    @DisplayName("L10 pages follow each other without gap or overlap, also within a lane")
    default void listsPagesOfFailures() {
        Stage stage = Stage.of(this);
        Run run = populate(stage, 3);
        Worker.of(stage, run)
                .failing("1", "3", "4", "6", "7", "9")
                .holding("10", "12")
                .work();
        List<FailedEntry> all = page(stage, run, null, 100);
        assertThat(all)
                .extracting(FailedEntry::entryId)
                .containsExactlyInAnyOrder("1", "3", "4", "6", "7", "9", "10", "12");
        for (int size : new int[] {1, 3, 8}) {
            List<FailedEntry> read = new ArrayList<>();
            List<FailedEntry> page = page(stage, run, null, size);
            while (!page.isEmpty()) {
                assertThat(page).hasSizeLessThanOrEqualTo(size);
                read.addAll(page);
                page = page(stage, run, page.get(page.size() - 1), size);
            }
            assertThat(read).isEqualTo(all);
        }
    }

    /** L10. */
    @Test
    @DisplayName("L10 a run lists its own failures, and an unknown one has none")
    default void listsFailuresOfOneRun() {
        Stage stage = Stage.of(this);
        Run other = populate(stage, 1);
        Worker.of(stage, other).failing("1").work();
        stage.end(other);
        Run run = stage.queue(1, epoch -> after(NOON, epoch));
        Worker.of(stage, run).failing("2").work();
        assertThat(page(stage, run, null, 100)).extracting(FailedEntry::entryId).containsExactly("2");
        assertThat(page(stage, other, null, 100))
                .extracting(FailedEntry::entryId)
                .containsExactly("1");
        assertThat(stage.list(transaction -> transaction.lanes().parked(1, null, 100)))
                .isEmpty();
    }

    /** L11. */
    @Test
    @DisplayName("L11 a failed key names its first failed entry by number, by exact text, and no entry that is held")
    default void findsFailedKeys() {
        Stage stage = Stage.of(this);
        stage.process(
                entry(9, "Möwe", NOON.plusSeconds(1)),
                entry(5, "Möwe", NOON.plusSeconds(2)),
                entry(1, "held", NOON.plusSeconds(3)),
                entry(2, "fine", NOON.plusSeconds(4)),
                entry(3, "not asked for", NOON.plusSeconds(5)),
                entry(4, "quay", NOON.plusSeconds(6)));
        Run run = stage.queue(1, epoch -> after(NOON, epoch));
        Worker.of(stage, run).failing("9", "5", "3", "4").holding("1").work();
        List<String> keys = List.of("Möwe", "möwe", "held", "fine", "quay", "quay ", "Quay", "unknown");
        assertThat(failedKeys(stage, run, 0, keys)).isEqualTo(Map.of("Möwe", "9", "quay", "4"));
        assertThat(failedKeys(stage, run, 0, List.of("fine"))).isEmpty();
        assertThat(failedKeys(stage, run, 0, List.of())).isEmpty();
    }

    /** L11. */
    @Test
    @DisplayName("L11 the first failed entry is the first by number, in whatever order they were listed")
    default void findsTheFirstByNumber() {
        Stage stage = Stage.of(this);
        Run run = populate(stage, 1);
        Lane lane = new Lane(run.id(), 0, 0, 12);
        park(stage, lane, new ParkedEntry(8, "8", "ship", false, "late", "late", 1));
        park(stage, lane, new ParkedEntry(2, "2", "ship", true, "held", "held", 0));
        park(stage, lane, new ParkedEntry(5, "5", "ship", false, "early", "early", 1));
        assertThat(failedKeys(stage, run, 0, List.of("ship"))).isEqualTo(Map.of("ship", "5"));
    }

    /** L11. */
    @Test
    @DisplayName("L11 failed keys are those of the lane, and of the run")
    default void findsFailedKeysOfOneLane() {
        Stage stage = Stage.of(this);
        Run other = populate(stage, 4);
        Worker.of(stage, other).failing("1", "2", "3").work();
        stage.end(other);
        Run run = stage.queue(4, epoch -> after(NOON, epoch));
        List<Integer> lanes = List.copyOf(stage.outstanding(run).keySet());
        int number = stage.outstanding(run).entrySet().stream()
                .filter(lane -> lane.getValue().stream()
                        .map(QueuedEntry::entryId)
                        .toList()
                        .contains("4"))
                .mapToInt(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
        Worker.of(stage, run).failing("4").work();
        List<String> keys = List.of("ship 1", "ship 2", "ship 3", "ship 4");
        assertThat(lanes).hasSizeGreaterThan(1);
        for (int lane : lanes) {
            assertThat(failedKeys(stage, run, lane, keys))
                    .as("lane %s", lane)
                    .isEqualTo(lane == number ? Map.of("ship 4", "4") : Map.of());
        }
    }

    /** L12. */
    @Test
    @DisplayName(
            "L12 causes are counted, the most frequent first, equally frequent ones by name, and held entries not at all")
    default void groupsCauses() {
        Stage stage = Stage.of(this);
        Run run = populate(stage, 1);
        String longest = "möwe " + "z".repeat(250);
        List<String> causes = List.of("storm", "Storm", "crane #", "storm", longest, "fog", "Storm", "storm", "anchor");
        Lane lane = new Lane(run.id(), 0, 0, 12);
        for (int i = 0; i < causes.size(); i++) {
            String id = Integer.toString(i + 1);
            park(stage, lane, new ParkedEntry(i + 1, id, "ship", false, "error " + id, causes.get(i), 1));
        }
        for (long number = 10; number <= 12; number++) {
            park(stage, lane, new ParkedEntry(number, Long.toString(number), "ship", true, "held", "anchor", 0));
        }
        List<FailureCause> grouped =
                stage.list(transaction -> transaction.lanes().causes(run.id(), 100));
        assertThat(grouped)
                .extracting(FailureCause::cause)
                .containsExactly("storm", "Storm", "anchor", "crane #", "fog", longest);
        assertThat(grouped).extracting(FailureCause::entries).containsExactly(3L, 2L, 1L, 1L, 1L, 1L);
        List<Set<String>> examples =
                List.of(Set.of("1", "4", "8"), Set.of("2", "7"), Set.of("9"), Set.of("3"), Set.of("6"), Set.of("5"));
        for (int i = 0; i < examples.size(); i++) {
            assertThat(examples.get(i)).contains(grouped.get(i).example());
        }
        assertThat(stage.list(transaction -> transaction.lanes().causes(run.id(), 4)))
                .isEqualTo(grouped.subList(0, 4));
        assertThat(stage.list(transaction -> transaction.lanes().causes(1, 100)))
                .isEmpty();
    }

    /** Twelve entries, each of an ordering key of its own. */
    private static Run populate(Stage stage, int lanes) {
        for (int id = 1; id <= 12; id++) {
            stage.process(entry(id, "ship " + id, NOON.plusSeconds(id)));
        }
        return stage.queue(lanes, epoch -> after(NOON, epoch));
    }

    /** For each entry of a lane one of several kinds of failure. */
    private static List<ParkedEntry> parkedOf(Stage stage, Run run, Lane lane) {
        List<ParkedEntry> parked = new ArrayList<>();
        for (QueuedEntry one : stage.outstanding(run).getOrDefault(lane.number(), List.of())) {
            ActivityEntry entry = one.entry();
            String key = entry == null || one.sequence() == 1 ? null : entry.orderingKey();
            boolean held = one.sequence() % 3 == 2;
            String error = "IllegalStateException: the 'crane' of \"Möwe\" \\ 吊车坏了 " + one.entryId();
            parked.add(new ParkedEntry(
                    one.sequence(), one.entryId(), key, held, error, "crane", held ? 0 : (int) one.sequence()));
        }
        return parked;
    }

    private static FailedEntry listed(int lane, ParkedEntry parked, Instant at) {
        return new FailedEntry(
                lane,
                parked.sequence(),
                parked.entryId(),
                parked.orderingKey(),
                parked.held(),
                parked.error(),
                parked.attempts(),
                at);
    }

    private static void park(Stage stage, Lane lane, ParkedEntry parked) {
        stage.with(transaction -> {
            Lane held = transaction.lanes().lock(lane.rerunId(), lane.number()).orElseThrow();
            transaction.lanes().park(held, List.of(parked));
        });
    }

    private static List<FailedEntry> page(Stage stage, Run run, @Nullable FailedEntry after, int limit) {
        return stage.list(transaction -> transaction.lanes().parked(run.id(), after, limit));
    }

    private static Map<String, String> failedKeys(Stage stage, Run run, int number, List<String> keys) {
        return stage.in(transaction -> {
            Lane lane = transaction.lanes().lock(run.id(), number).orElseThrow();
            return transaction.lanes().failedKeys(lane, keys);
        });
    }
}
