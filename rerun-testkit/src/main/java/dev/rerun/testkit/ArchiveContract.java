package dev.rerun.testkit;

import static dev.rerun.testkit.Stage.APP;
import static dev.rerun.testkit.Stage.LONG_AGO;
import static dev.rerun.testkit.Stage.MICRO;
import static dev.rerun.testkit.Stage.NOON;
import static dev.rerun.testkit.Stage.TARIFF;
import static dev.rerun.testkit.Stage.entry;
import static dev.rerun.testkit.StagedItems.bare;
import static dev.rerun.testkit.StagedItems.byHand;
import static dev.rerun.testkit.StagedItems.dated;
import static dev.rerun.testkit.StagedItems.item;
import static dev.rerun.testkit.StagedItems.populateOneOfEachReason;
import static dev.rerun.testkit.StagedItems.whole;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.ContractId;
import dev.rerun.api.KeptReason;
import dev.rerun.api.RegisterItem;
import dev.rerun.core.eligibility.EligibilityRule.HostRule;
import dev.rerun.core.eligibility.EligibilityRule.KeepContracts;
import dev.rerun.core.eligibility.EligibilityRule.KeepRegisters;
import dev.rerun.core.eligibility.Selection;
import dev.rerun.core.spi.ItemKey;
import dev.rerun.core.spi.PrepareCounts;
import dev.rerun.core.spi.Run;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Tests of {@link dev.rerun.core.spi.Preparation#archive} and {@link dev.rerun.core.spi.Preparation#countKept}, which
 * promise:
 *
 * <ul>
 *   <li><b>A1</b> Every item that no rule keeps leaves the register, and no other.
 *   <li><b>A2</b> The archive keeps each of them whole: every column as it stood last.
 *   <li><b>A3</b> What a rule keeps is as before.
 *   <li><b>A4</b> The listener hears each batch that is not empty; their sum is what left.
 *   <li><b>A5</b> What is left counts under the first rule that keeps it, over all items of the app.
 *   <li><b>A6</b> An item without an entry that is known is judged by its own time, and is not calculated again.
 *   <li><b>A7</b> Rules of the host keep more.
 *   <li><b>A8</b> Items of other apps are not touched and not counted.
 * </ul>
 */
public interface ArchiveContract extends StoreContract {
    /** A1. */
    @Test
    @DisplayName("A1 an item at the cutoff stays, one a microsecond later goes")
    default void keepsItemsAtTheCutoff() {
        Stage stage = Stage.of(this);
        ActivityEntry entry = entry(1, NOON.plus(MICRO));
        stage.process(entry);
        stage.write(dated(entry, "before", NOON.minus(MICRO)), dated(entry, "at", NOON), item(entry, "after"));
        PrepareCounts counts = stage.prepare(stage.start(NOON));
        assertThat(stage.itemKeys()).containsExactly("at", "before");
        assertThat(counts).isEqualTo(new PrepareCounts(1, 1, Map.of(KeptReason.OUTSIDE_WINDOW, 2L)));
    }

    /** A1. */
    @Test
    @DisplayName("A1 an item at the end of the window goes, one a microsecond later stays")
    default void removesItemsAtTheEnd() {
        Stage stage = Stage.of(this);
        ActivityEntry entry = entry(1, NOON.plusSeconds(1));
        Instant end = NOON.plusSeconds(60);
        stage.process(entry);
        stage.write(item(entry, "a"), dated(entry, "at", end), dated(entry, "beyond", end.plus(MICRO)));
        Run run = stage.start(1, epoch -> new Selection(APP, NOON, end, LONG_AGO, false, epoch));
        assertThat(stage.prepare(run).kept()).isEqualTo(Map.of(KeptReason.OUTSIDE_WINDOW, 1L));
        assertThat(stage.itemKeys()).containsExactly("beyond");
    }

    /** A1. */
    @Test
    @DisplayName("A1 an item of an entry at the start of retention goes, of one a microsecond earlier stays")
    default void keepsItemsPastRetention() {
        Stage stage = Stage.of(this);
        Instant from = NOON.plusSeconds(60);
        ActivityEntry past = entry(1, from.minus(MICRO));
        ActivityEntry within = entry(2, from);
        stage.process(past, within);
        stage.write(dated(past, "past", from.plusSeconds(9)), dated(within, "within", from.minusSeconds(9)));
        Run run = stage.start(1, epoch -> new Selection(APP, NOON, null, from, false, epoch));
        assertThat(stage.prepare(run)).isEqualTo(new PrepareCounts(1, 1, Map.of(KeptReason.PAST_RETENTION, 1L)));
        assertThat(stage.itemKeys()).containsExactly("past");
    }

    /** A1. */
    @Test
    @DisplayName("A1 items of several registers, of earlier reruns and of several entries all go")
    default void removesAllThatIsEligible() {
        Stage stage = Stage.of(this);
        List<RegisterItem> items = new ArrayList<>();
        for (int i = 1; i <= 9; i++) {
            ActivityEntry entry = entry(i, "ship " + i, NOON.plusSeconds(i));
            stage.process(entry);
            items.add(item(entry, "a" + i));
            items.add(whole(entry, "pilotage", "a" + i, TARIFF));
        }
        stage.write(items.toArray(RegisterItem[]::new));
        assertThat(stage.prepare(stage.start(NOON))).isEqualTo(new PrepareCounts(9, 18, Map.of()));
        assertThat(stage.host.items(APP)).isEmpty();
    }

    /** A2. */
    @Test
    @DisplayName("A2 the archive keeps items whole")
    default void archivesWholeItems() {
        Stage stage = Stage.of(this);
        ActivityEntry entry = entry(1, NOON.plusSeconds(1));
        stage.process(entry);
        stage.write(item(entry, "a"), whole(entry, "dues", "b", TARIFF), bare(entry));
        List<RegisterItem> before = stage.host.items(APP);
        Run run = stage.start(NOON);
        stage.prepare(run);
        assertThat(stage.host.items(APP)).isEmpty();
        assertThat(stage.host.archived(run.id())).isEqualTo(before);
    }

    /** A2. */
    @Test
    @DisplayName("A2 an item that a person edited goes into the archive as edited")
    default void archivesEdits() {
        Stage stage = Stage.of(this);
        ActivityEntry entry = entry(1, NOON.plusSeconds(1));
        stage.process(entry);
        stage.write(item(entry, "a"));
        stage.host.editAmount(APP, new ItemKey("dues", "a"), new BigDecimal("99.99"));
        List<RegisterItem> edited = stage.host.items(APP);
        Run run = stage.start(NOON);
        stage.prepare(run);
        assertThat(stage.host.archived(run.id())).isEqualTo(edited);
        assertThat(edited).extracting(RegisterItem::amount).containsExactly(new BigDecimal("99.99"));
    }

    /** A3. */
    @Test
    @DisplayName("A3 kept items are as before, and not in the archive")
    default void leavesKeptItemsAlone() {
        Stage stage = Stage.of(this);
        List<RegisterItem> kept = populateOneOfEachReason(stage);
        Run run = stage.start(1, StagedItems::ofEachReason);
        stage.prepare(run);
        assertThat(stage.host.items(APP)).containsExactlyInAnyOrderElementsOf(kept);
        assertThat(stage.host.archived(run.id()))
                .extracting(RegisterItem::uniqueKey)
                .containsExactly("gone");
    }

    /** A4. */
    @Test
    @DisplayName("A4 the listener hears each batch that is not empty, and their sum is what left")
    default void reportsBatches() {
        Stage stage = Stage.of(this);
        for (int i = 1; i <= 7; i++) {
            ActivityEntry entry = entry(i, NOON.plusSeconds(i));
            stage.process(entry);
            stage.write(item(entry, "a" + i));
        }
        Run run = stage.start(NOON);
        List<Long> heard = new ArrayList<>();
        stage.with(transaction -> Stage.prepare(transaction, run, heard::add));
        assertThat(heard).isNotEmpty().allSatisfy(count -> assertThat(count).isPositive());
        assertThat(heard.stream().mapToLong(Long::longValue).sum()).isEqualTo(7);
        assertThat(stage.host.archived(run.id())).hasSize(7);
        stage.end(run);
        List<Long> nothing = new ArrayList<>();
        Run second = stage.start(NOON);
        stage.with(transaction -> Stage.prepare(transaction, second, nothing::add));
        assertThat(nothing).isEmpty();
    }

    /** A5. */
    @Test
    @DisplayName("A5 what is left counts under the first rule that keeps it")
    default void countsByFirstReason() {
        Stage stage = Stage.of(this);
        populateOneOfEachReason(stage);
        PrepareCounts counts = stage.prepare(
                stage.start(1, StagedItems::ofEachReason),
                new KeepRegisters(Set.of("pilotage")),
                new KeepContracts(Set.of("other")));
        Map<KeptReason, Long> expected = Map.of(
                KeptReason.OUTSIDE_WINDOW, 2L,
                KeptReason.UI_CREATED, 2L,
                KeptReason.INVOICED, 2L,
                KeptReason.PAST_RETENTION, 1L,
                KeptReason.NOT_SELECTED, 1L);
        assertThat(counts.kept()).containsAllEntriesOf(expected);
        assertThat(counts.kept().values().stream().mapToLong(Long::longValue).sum())
                .isEqualTo(8);
        assertThat(counts.itemsDeleted()).isEqualTo(1);
    }

    /** A6. */
    @Test
    @DisplayName("A6 an item without an entry, or whose entry is gone, stays")
    default void keepsItemsWithoutEntry() {
        Stage stage = Stage.of(this);
        Instant from = NOON.plusSeconds(60);
        ActivityEntry gone = entry(1, from.plusSeconds(1));
        stage.process(gone, entry(2, from.plusSeconds(2)));
        stage.write(
                item(gone, "entry gone"),
                item(null, "quay", "no entry", from),
                item(null, "quay", "no entry, long ago", from.minus(MICRO)));
        stage.host.removeEntry(APP, gone.id());
        Run run = stage.start(1, epoch -> new Selection(APP, NOON, null, from, false, epoch));
        PrepareCounts counts = stage.prepare(run);
        assertThat(stage.itemKeys()).containsExactly("entry gone", "no entry", "no entry, long ago");
        assertThat(counts)
                .isEqualTo(new PrepareCounts(1, 0, Map.of(KeptReason.PAST_RETENTION, 1L, KeptReason.NOT_SELECTED, 2L)));
    }

    /** A7. */
    @Test
    @DisplayName("A7 rules of the host keep whole registers and what some contracts made")
    default void appliesHostRules() {
        for (HostRule rule : List.of(new KeepRegisters(Set.of("pilotage")), new KeepContracts(Set.of("other")))) {
            Stage stage = Stage.of(this);
            ActivityEntry entry = entry(1, NOON.plusSeconds(1));
            stage.process(entry);
            ContractId other = new ContractId("other", "v9");
            stage.write(
                    item(entry, "a"),
                    bare(entry),
                    whole(entry, rule instanceof KeepRegisters ? "pilotage" : "dues", "k", other));
            PrepareCounts counts = stage.prepare(stage.start(NOON), rule);
            assertThat(stage.itemKeys()).as("%s", rule).containsExactly("k");
            assertThat(counts).isEqualTo(new PrepareCounts(1, 2, Map.of(KeptReason.HOST_RULE, 1L)));
        }
    }

    /** A8. */
    @Test
    @DisplayName("A8 items of another app are not touched, also where keys and entry IDs are the same")
    default void leavesItemsOfOtherAppsAlone() {
        Stage stage = Stage.of(this);
        ActivityEntry entry = entry(1, NOON.plusSeconds(1));
        ActivityEntry twin = new ActivityEntry("other", "1", "quay", entry.occurredAt(), entry.createdAt(), "");
        stage.process(entry, twin);
        stage.write(item(entry, "a"));
        stage.with(transaction ->
                transaction.items().insert("other", List.of(item(twin, "a"), item(twin, "b"), byHand("c", NOON))));
        List<RegisterItem> before = stage.host.items("other");
        PrepareCounts counts = stage.prepare(stage.start(NOON));
        assertThat(counts).isEqualTo(new PrepareCounts(1, 1, Map.of()));
        assertThat(stage.host.items("other")).isEqualTo(before).hasSize(3);
    }
}
