package dev.rerun.testkit;

import static dev.rerun.testkit.Stage.APP;
import static dev.rerun.testkit.Stage.NOON;
import static dev.rerun.testkit.Stage.after;
import static dev.rerun.testkit.Stage.entry;
import static dev.rerun.testkit.Stage.outcome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.ActivityOutcome;
import dev.rerun.api.Diagnostic;
import dev.rerun.api.OutcomeStatus;
import dev.rerun.core.spi.NewOutcome;
import dev.rerun.core.spi.RejectedDataException;
import dev.rerun.core.spi.Run;
import dev.rerun.core.spi.StoreLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Tests of {@link dev.rerun.core.spi.Entries}, which promises:
 *
 * <ul>
 *   <li><b>E1</b> Known are the entries that are stored, of the app that is asked about.
 *   <li><b>E2</b> An ID is stored once in its app; a second time is refused, and the first stays as it is.
 *   <li><b>E3</b> An entry has one outcome for each processing; a second one of the same run is refused.
 *   <li><b>E4</b> Outcomes are read whole, those of the newest run first, first processing last.
 *   <li><b>E5</b> What is within the limits is stored; what is beyond them is refused.
 * </ul>
 */
public interface EntryContract extends StoreContract {
    /** E1. */
    @Test
    @DisplayName("E1 known are the entries that are stored, of their app only")
    default void findsKnownEntries() {
        Stage stage = Stage.of(this);
        Instant time = NOON.plusSeconds(1);
        stage.process(entry(1, time), entry(2, time), new ActivityEntry("other", "3", "quay", time, time, ""));
        stage.with(transaction -> {
            assertThat(transaction.entries().known(APP, List.of("1", "2", "3", "4", "1")))
                    .containsExactlyInAnyOrder("1", "2");
            assertThat(transaction.entries().known("other", List.of("1", "3"))).containsExactly("3");
            assertThat(transaction.entries().known("nowhere", List.of("1"))).isEmpty();
            assertThat(transaction.entries().known(APP, List.of())).isEmpty();
        });
    }

    /** E1. */
    @Test
    @DisplayName("E1 thousands of entries can be stored and asked about at once")
    default void storesManyEntries() {
        Stage stage = Stage.of(this);
        List<ActivityEntry> entries = LongStream.rangeClosed(1, 3000)
                .mapToObj(id -> entry(id, "ship " + id % 7, NOON.plusSeconds(id)))
                .toList();
        List<NewOutcome> outcomes = entries.stream()
                .map(entry -> outcome(entry, null, OutcomeStatus.PROCESSED))
                .toList();
        stage.with(transaction -> {
            long epoch = transaction.entries().enter(APP, Set.of("ship 0", "ship 1", "ship 2"));
            transaction.entries().insert(APP, epoch, entries);
            transaction.entries().insertOutcomes(APP, outcomes);
        });
        List<String> ids =
                new ArrayList<>(entries.stream().map(ActivityEntry::id).toList());
        ids.add("3001");
        assertThat(stage.set(transaction -> transaction.entries().known(APP, ids)))
                .hasSize(3000)
                .doesNotContain("3001");
        assertThat(stage.host.entries(APP)).isEqualTo(entries);
    }

    /** E1. */
    @Test
    @DisplayName("E1 storing nothing does nothing")
    default void storesNothing() {
        Stage stage = Stage.of(this);
        stage.with(transaction -> {
            long epoch = transaction.entries().enter(APP, Set.of("quay"));
            transaction.entries().insert(APP, epoch, List.of());
            transaction.entries().insertOutcomes(APP, List.of());
            transaction.items().insert(APP, List.of());
        });
        assertThat(stage.host.entries(APP)).isEmpty();
    }

    /** E2. */
    @Test
    @DisplayName("E2 an ID that exists is refused, and neither it nor its neighbours are changed")
    default void refusesKnownEntries() {
        Stage stage = Stage.of(this);
        ActivityEntry first = entry(1, NOON);
        stage.process(first);
        refuses(stage, entry(2, NOON), new ActivityEntry(APP, "1", "other", NOON, NOON, "changed"));
        refuses(stage, entry(3, NOON), entry(3, NOON));
        assertThat(stage.host.entries(APP)).containsExactly(first);
    }

    /** E3. */
    @Test
    @DisplayName("E3 a second outcome of first processing, or of one run, is refused, and the first stays")
    default void refusesSecondOutcomes() {
        Stage stage = Stage.of(this);
        ActivityEntry entry = entry(1, NOON.plusSeconds(1));
        stage.process(entry);
        Run run = stage.start(NOON);
        write(stage, outcome(entry, run.id(), OutcomeStatus.PROCESSED));
        List<ActivityOutcome> before = outcomes(stage, "1");
        for (Long rerunId : new @Nullable Long[] {null, run.id()}) {
            assertThatThrownBy(() -> write(stage, outcome(entry, rerunId, OutcomeStatus.FAILED)))
                    .isInstanceOf(RejectedDataException.class);
        }
        assertThat(outcomes(stage, "1")).isEqualTo(before).hasSize(2);
    }

    /** E4. */
    @Test
    @DisplayName("E4 outcomes are those of the newest run first, whatever its ID, and first processing last")
    default void ordersOutcomes() {
        Stage stage = Stage.of(this);
        ActivityEntry entry = entry(1, NOON.plusSeconds(1));
        stage.process(entry);
        List<@Nullable Long> expected = new ArrayList<>();
        expected.add(null);
        for (long id : new long[] {900_500, 900_700, 900_100}) {
            Run run = stage.start(id, 1, epoch -> after(NOON, epoch));
            write(stage, outcome(entry, id, OutcomeStatus.PROCESSED));
            stage.end(run);
            expected.add(0, id);
        }
        assertThat(outcomes(stage, "1").stream().map(ActivityOutcome::rerunId).toList())
                .isEqualTo(expected);
    }

    /** E4. */
    @Test
    @DisplayName("E4 outcomes are read whole, with the store's time, of their entry and app only")
    default void readsWholeOutcomes() {
        Stage stage = Stage.of(this);
        Instant before = stage.in(transaction -> transaction.now());
        stage.process(OutcomeStatus.NO_CONTRACT, entry(1, NOON));
        stage.process(OutcomeStatus.FAILED, entry(2, NOON));
        Instant later = stage.in(transaction -> transaction.now());
        for (OutcomeStatus status : List.of(OutcomeStatus.NO_CONTRACT, OutcomeStatus.FAILED)) {
            String id = status == OutcomeStatus.FAILED ? "2" : "1";
            NewOutcome given = outcome(entry(Long.parseLong(id), NOON), null, status);
            ActivityOutcome read = outcomes(stage, id).get(0);
            assertThat(read)
                    .isEqualTo(new ActivityOutcome(
                            id,
                            null,
                            status,
                            given.contract(),
                            given.diagnostics(),
                            read.processedAt(),
                            given.duration()));
            assertThat(read.processedAt()).isBetween(before, later);
        }
        assertThat(outcomes(stage, "3")).isEmpty();
        assertThat(stage.list(transaction -> transaction.entries().outcomes("other", "1")))
                .isEmpty();
    }

    /** E5. */
    @Test
    @DisplayName("E5 texts as long as the limits allow are stored")
    default void storesEntriesUpToTheLimits() {
        Stage stage = Stage.of(this);
        StoreLimits limits = stage.store.limits();
        ActivityEntry longest = limited(limits.keyLength(), limits.textLength());
        stage.process(longest);
        assertThat(stage.host.entries(APP)).containsExactly(longest);
        List<Diagnostic> remarks = List.of(new Diagnostic("a", "x".repeat(limits.textLength() / 2)));
        Run run = stage.start(NOON);
        write(stage, new NewOutcome("1", run.id(), OutcomeStatus.FAILED, null, remarks, Duration.ZERO));
        assertThat(outcomes(stage, "1").get(0).diagnostics()).isEqualTo(remarks);
    }

    /** E5. */
    @Test
    @DisplayName("E5 texts longer than the limits allow are refused, not cut")
    default void refusesEntriesBeyondTheLimits() {
        Stage stage = Stage.of(this);
        StoreLimits limits = stage.store.limits();
        refuses(stage, limited(limits.keyLength() + 1, 1));
        refuses(stage, limited(1, limits.textLength() + 1));
        assertThat(stage.host.entries(APP)).isEmpty();
        stage.process(limited(1, 1));
        Run run = stage.start(NOON);
        List<Diagnostic> remarks = List.of(new Diagnostic("a", "x".repeat(limits.textLength() + 1)));
        assertThatThrownBy(() ->
                        write(stage, new NewOutcome("1", run.id(), OutcomeStatus.FAILED, null, remarks, Duration.ZERO)))
                .isInstanceOf(RejectedDataException.class);
        assertThat(outcomes(stage, "1")).hasSize(1);
    }

    private static ActivityEntry limited(int keyLength, int textLength) {
        return new ActivityEntry(APP, "1", "k".repeat(keyLength), NOON, NOON, "p".repeat(textLength));
    }

    private static void refuses(Stage stage, ActivityEntry... entries) {
        assertThatThrownBy(() -> stage.with(transaction -> {
                    long epoch = transaction.entries().enter(APP, Set.of("quay"));
                    transaction.entries().insert(APP, epoch, List.of(entries));
                }))
                .isInstanceOf(RejectedDataException.class);
    }

    private static void write(Stage stage, NewOutcome outcome) {
        stage.with(transaction -> transaction.entries().insertOutcomes(APP, List.of(outcome)));
    }

    private static List<ActivityOutcome> outcomes(Stage stage, String entryId) {
        return stage.in(transaction -> transaction.entries().outcomes(APP, entryId));
    }
}
