package dev.rerun.testkit;

import static dev.rerun.api.EntryCondition.notProcessedSince;
import static dev.rerun.testkit.Queries.ALL;
import static dev.rerun.testkit.Queries.withId;
import static dev.rerun.testkit.Stage.APP;
import static dev.rerun.testkit.Stage.LONG_AGO;
import static dev.rerun.testkit.Stage.MICRO;
import static dev.rerun.testkit.Stage.NOON;
import static dev.rerun.testkit.Stage.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.EntryCondition;
import dev.rerun.api.EntryQuery;
import dev.rerun.api.OutcomeStatus;
import dev.rerun.api.RerunOptions;
import dev.rerun.core.spi.Lane;
import dev.rerun.core.spi.QueuedEntry;
import dev.rerun.core.spi.Run;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Tests of what a query selects, which {@link dev.rerun.core.spi.Preparation} promises:
 *
 * <ul>
 *   <li><b>Q1</b> Frozen are those entries of a run's selection that fulfil all conditions of its query, and no others, in
 *       sequence. IDs of no entry select nothing.
 *   <li><b>Q2</b> A limit takes the first entries of those, and of a run that is to pause after its first entries each lane's
 *       gate is at the last of these.
 *   <li><b>Q3</b> Not processed since an instant are the entries that have no outcome of any run at it or later, by the store's
 *       clock; first processing does not count.
 *   <li><b>Q4</b> A count and a preview say what freezing would select, in its order, and change nothing. Without a query, a
 *       preview lists what a whole window has.
 * </ul>
 *
 * <p>Of conditions and orders only those are tested that need no column of a host's table. What other runs have to do with it is
 * the matter of {@link QueryRunContract}.
 */
public interface QueryContract extends StoreContract {
    /** Q1. */
    @Test
    @DisplayName("Q1 a query for IDs freezes their entries in sequence, and passes over IDs of no entry")
    default void selectsById() {
        Stage stage = Stage.of(this);
        Queries queries = Queries.of(stage);
        for (int id : new int[] {10, 9, 100, -2, 8}) {
            stage.process(entry(id, "ship " + id, NOON));
        }
        stage.process(entry(1, "ship 1", NOON.plus(MICRO)));
        assertThat(queries.frozen(withId("1", "100", "9", "-2"))).containsExactly("-2", "9", "100", "1");
        String[] none = {
            "7", "", "no number", "009", "+9", " 9", "9 ", "9.0", "-8", "0x9", "9".repeat(20), "9".repeat(300)
        };
        assertThat(queries.frozen(withId(none))).isEmpty();
        assertThat(queries.frozen(withId("9", "7", "no number"))).containsExactly("9");
    }

    /** Q1. */
    @Test
    @DisplayName("Q1 where IDs may be texts, they are taken exactly")
    default void selectsTextsById() {
        Stage stage = Stage.of(this);
        Queries queries = Queries.of(stage);
        assumeFalse(stage.store.limits().numericEntryIds(), "entry IDs of this store are numbers");
        for (String id : List.of("b", "B", "b ", "10", "010", "it's \"Möwe\"", "[1]", "%")) {
            stage.process(new ActivityEntry(APP, id, "ship " + id, NOON, NOON, ""));
        }
        assertThat(queries.frozen(withId("b", "it's \"Möwe\"", "10", "[1]")))
                .containsExactly("10", "[1]", "b", "it's \"Möwe\"");
        assertThat(queries.frozen(withId("b ", "010", "%", "BB"))).containsExactly("010", "%", "b ");
    }

    /** Q1. */
    @Test
    @DisplayName("Q1 a query for all freezes all entries of the app, however they were processed")
    default void selectsAll() {
        Stage stage = Stage.of(this);
        stage.process(entry(1, NOON), new ActivityEntry("other", "2", "quay", NOON, NOON, ""));
        stage.process(OutcomeStatus.NO_CONTRACT, entry(3, LONG_AGO));
        stage.process(OutcomeStatus.FAILED, entry(4, NOON.plusSeconds(1)));
        Queries queries = Queries.of(stage);
        assertThat(queries.frozen(ALL)).containsExactly("3", "1", "4");
        assertThat(queries.ofApp("other").frozen(ALL)).containsExactly("2");
        assertThat(queries.ofApp("third").frozen(ALL)).isEmpty();
    }

    /** Q1. */
    @Test
    @DisplayName("Q1 of several conditions an entry fulfils all")
    default void selectsByAllConditions() {
        Stage stage = Stage.of(this);
        Queries.populate(stage, 5);
        Queries queries = Queries.of(stage);
        EntryCondition always = notProcessedSince(Instant.parse("9000-01-01T00:00:00Z"));
        EntryQuery both = withId("1", "2", "3").and(EntryCondition.withId(List.of("3", "2", "5")));
        assertThat(queries.frozen(both)).containsExactly("2", "3");
        assertThat(queries.frozen(ALL.and(EntryCondition.withId(List.of("4"))))).containsExactly("4");
        EntryQuery three = both.and(always).and(EntryCondition.withId(List.of("3", "4")));
        assertThat(queries.frozen(three)).containsExactly("3");
        assertThat(queries.frozen(both.and(EntryCondition.withId(List.of("1")))))
                .isEmpty();
    }

    /** Q1. */
    @Test
    @DisplayName("Q1 a query selects within the run's window, retention, epoch, and contracts if it has to")
    default void selectsWithinTheSelection() {
        Stage stage = Stage.of(this);
        Instant end = Queries.populateAroundAWindow(stage);
        for (boolean include : new boolean[] {false, true}) {
            Queries queries = Queries.of(stage).within(epoch -> Queries.window(end, include, epoch));
            Run run = queries.start(ALL);
            stage.process(entry(include ? 8 : 7, end.minusSeconds(1)));
            queries.freeze(run, ALL);
            assertThat(stage.queuedIds(run)).isEqualTo(include ? List.of("3", "6", "7", "4") : List.of("3", "4"));
            stage.end(run);
        }
    }

    /** Q2. */
    @Test
    @DisplayName("Q2 a limit takes the first entries of those that the query selects, in however many lanes")
    default void limitsQueries() {
        Stage stage = Stage.of(this);
        Queries.populate(stage, 20);
        EntryQuery query = withId("18", "4", "7", "2", "9", "16");
        for (int lanes : new int[] {1, 4}) {
            Queries queries = Queries.of(stage).on(lanes).with(RerunOptions.DEFAULT.limit(4));
            Run run = queries.queue(query);
            assertThat(stage.queuedIds(run)).containsExactlyInAnyOrder("2", "4", "7", "9");
            assertThat(stage.report(run.id()).total()).isEqualTo(4);
            stage.end(run);
        }
        assertThat(Queries.of(stage).with(RerunOptions.DEFAULT.limit(7)).frozen(query))
                .hasSize(6);
    }

    /** Q2. */
    @Test
    @DisplayName(
            "Q2 each lane's gate is at the last of the run's first entries, within a limit, and at zero where it has none")
    default void setsGatesOfQueries() {
        Stage stage = Stage.of(this);
        Queries.populate(stage, 30);
        RerunOptions options = RerunOptions.DEFAULT.limit(5).firstOnly(3);
        Queries queries = Queries.of(stage).on(4).with(options);
        EntryQuery query = withId("28", "3", "5", "8", "13", "21", "29");
        Run run = queries.start(query);
        List<Lane> frozen = queries.freeze(run, query);
        assertThat(frozen)
                .containsExactlyInAnyOrderElementsOf(Worker.of(stage, run).lanes());
        assertThat(frozen.stream().mapToLong(Lane::gate).sum()).isEqualTo(3);
        assertThat(stage.queuedIds(run)).containsExactlyInAnyOrder("3", "5", "8");
        stage.locked(run, transaction -> transaction.lanes().openAll(run.id()));
        assertThat(stage.queuedIds(run)).containsExactlyInAnyOrder("3", "5", "8", "13", "21");
    }

    /** Q3. */
    @Test
    @DisplayName("Q3 an entry is processed if any run has an outcome of it, good or bad, and not by first processing")
    default void looksAtOutcomesOfRuns() {
        Stage stage = Stage.of(this);
        Queries queries = Queries.of(stage);
        Queries.populate(stage, 5);
        EntryQuery fresh = EntryQuery.where(notProcessedSince(LONG_AGO));
        assertThat(queries.frozen(fresh)).containsExactly("1", "2", "3", "4", "5");
        Run run = queries.queue(withId("1", "2", "3"));
        Worker.of(stage, run).failing("2").holding("3").work();
        stage.end(run);
        stage.process(new ActivityEntry("other", "4", "quay", NOON, NOON, ""));
        Run other = queries.ofApp("other").queue(ALL);
        Worker.of(stage, other).work();
        assertThat(queries.frozen(fresh)).containsExactly("3", "4", "5");
        Run window = stage.queue(1, epoch -> Stage.after(NOON.plusSeconds(4), epoch));
        Worker.of(stage, window).work();
        assertThat(queries.frozen(fresh)).containsExactly("3", "4");
    }

    /** Q3. */
    @Test
    @DisplayName("Q3 an outcome at the instant counts, one a microsecond earlier does not, and of several the last one")
    default void includesTheInstant() {
        Stage stage = Stage.of(this);
        Queries queries = Queries.of(stage);
        Queries.populate(stage, 1);
        for (int time = 0; time < 2; time++) {
            Instant before = stage.in(transaction -> transaction.now());
            Run run = queries.queue(ALL);
            Worker.of(stage, run).work();
            stage.end(run);
            Instant processed = stage.list(transaction -> transaction.entries().outcomes(APP, "1"))
                    .get(0)
                    .processedAt();
            assertThat(processed).isBetween(before, stage.in(transaction -> transaction.now()));
            assertThat(queries.frozen(EntryQuery.where(notProcessedSince(before))))
                    .isEmpty();
            assertThat(queries.frozen(EntryQuery.where(notProcessedSince(processed))))
                    .isEmpty();
            assertThat(queries.frozen(EntryQuery.where(notProcessedSince(processed.plus(MICRO)))))
                    .containsExactly("1");
        }
    }

    /** Q4. */
    @Test
    @DisplayName("Q4 a count and a preview say what freezing then selects, with and without a limit")
    default void asksBefore() {
        Stage stage = Stage.of(this);
        for (int id : new int[] {10, 9, 100, -2, 8}) {
            stage.process(entry(id, "ship " + id, NOON));
        }
        List<RerunOptions> options =
                List.of(RerunOptions.DEFAULT, RerunOptions.DEFAULT.limit(2), RerunOptions.DEFAULT.limit(50));
        for (RerunOptions one : options) {
            for (EntryQuery query : List.of(ALL, withId("100", "9", "-2", "7"), withId("7"))) {
                Queries queries = Queries.of(stage).with(one);
                long count = queries.count(query);
                List<String> preview = queries.preview(query, 50);
                List<String> first = queries.preview(query, 1);
                List<String> frozen = queries.frozen(query);
                assertThat(count).isEqualTo(frozen.size());
                assertThat(preview).isEqualTo(frozen);
                assertThat(first).isEqualTo(frozen.stream().limit(1).toList());
            }
        }
    }

    /** Q4. */
    @Test
    @DisplayName("Q4 a preview has the entries as a run then reads them")
    default void previewsWholeEntries() {
        Stage stage = Stage.of(this);
        Queries.populate(stage, 3);
        List<ActivityEntry> preview = Queries.of(stage).entries(ALL, 50);
        assertThat(preview).extracting(ActivityEntry::payload).containsExactly("tons=1", "tons=2", "tons=3");
        assertThat(stage.outstanding(Queries.of(stage).queue(ALL)).get(0))
                .extracting(QueuedEntry::entry)
                .isEqualTo(preview);
    }

    /** Q4. */
    @Test
    @DisplayName("Q4 without a query a preview lists the first entries that freezing the whole window then selects")
    default void previewsWindows() {
        Stage stage = Stage.of(this);
        Instant end = Queries.populateAroundAWindow(stage);
        for (boolean include : new boolean[] {false, true}) {
            Queries queries = Queries.of(stage).within(epoch -> Queries.window(end, include, epoch));
            List<String> all = include ? List.of("3", "6", "4") : List.of("3", "4");
            assertThat(queries.preview(null, 50)).isEqualTo(all);
            assertThat(queries.preview(null, 1)).containsExactly("3");
            assertThat(queries.with(RerunOptions.DEFAULT.limit(1)).preview(null, 50))
                    .containsExactly("3");
            Run run = stage.queue(1, epoch -> Queries.window(end, include, epoch));
            assertThat(stage.queuedIds(run)).isEqualTo(all);
            stage.end(run);
        }
    }

    /** Q4. */
    @Test
    @DisplayName("Q4 for an app that the store does not know a count and a preview find nothing")
    default void asksForUnknownApps() {
        Stage stage = Stage.of(this);
        Queries.populate(stage, 2);
        Queries nowhere = Queries.of(stage).ofApp("nowhere");
        for (EntryQuery query : List.of(ALL, withId("1"), EntryQuery.where(notProcessedSince(NOON)))) {
            assertThat(nowhere.count(query)).isZero();
            assertThat(nowhere.preview(query, 50)).isEmpty();
        }
        assertThat(nowhere.preview(null, 50)).isEmpty();
    }

    /** Q4. */
    @Test
    @DisplayName("Q4 a count and a preview leave everything as it was, also while a run is under way")
    default void asksWithoutTouching() {
        Stage stage = Stage.of(this);
        Queries.populate(stage, 4);
        Queries queries = Queries.of(stage);
        Run run = queries.queue(withId("1", "2"));
        Snapshot before = Snapshot.of(stage, run);
        queries.count(ALL);
        queries.preview(ALL, 50);
        queries.preview(null, 50);
        assertThat(Snapshot.of(stage, run)).isEqualTo(before);
        assertThat(stage.optional(transaction -> transaction.runs().find(0))).isEmpty();
        // The start ended the first epoch, and its prepare the second.
        assertThat(queries.start(ALL).selection().epoch()).isEqualTo(3);
    }
}
