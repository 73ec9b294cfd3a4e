package dev.rerun.testkit;

import static dev.rerun.testkit.Stage.LONG_AGO;
import static dev.rerun.testkit.Stage.NOON;
import static dev.rerun.testkit.Stage.after;
import static dev.rerun.testkit.Stage.entry;
import static dev.rerun.testkit.StagedItems.item;
import static dev.rerun.testkit.StagedItems.ofEachReason;
import static dev.rerun.testkit.StagedItems.populateOneOfEachReason;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.KeptReason;
import dev.rerun.api.OutcomeStatus;
import dev.rerun.api.RerunOptions;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.eligibility.Eligibility;
import dev.rerun.core.eligibility.EligibilityRule.HostRule;
import dev.rerun.core.eligibility.EligibilityRule.KeepRegisters;
import dev.rerun.core.eligibility.Selection;
import dev.rerun.core.spi.PrepareCounts;
import dev.rerun.core.spi.Run;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Tests of {@link dev.rerun.core.spi.Preparation#plan}, which promises:
 *
 * <ul>
 *   <li><b>P12</b> A plan counts what a prepare would count at this moment: entries, deleted items and kept ones by reason.
 *   <li><b>P13</b> A plan changes nothing.
 * </ul>
 */
public interface PlanContract extends StoreContract {
    /** P12. */
    @Test
    @DisplayName("P12 a plan counts under each reason what a prepare then counts")
    default void plansWhatPrepareDoes() {
        Stage stage = Stage.of(this);
        populateOneOfEachReason(stage);
        Selection selection = ofEachReason(Long.MAX_VALUE);
        PrepareCounts ruled = plan(stage, selection, RerunOptions.DEFAULT, List.of(new KeepRegisters(Set.of("dues"))));
        PrepareCounts planned = plan(stage, selection, RerunOptions.DEFAULT, List.of());
        Map<KeptReason, Long> kept = new EnumMap<>(Map.of(
                KeptReason.OUTSIDE_WINDOW, 2L,
                KeptReason.UI_CREATED, 2L,
                KeptReason.INVOICED, 2L,
                KeptReason.PAST_RETENTION, 1L,
                KeptReason.NOT_SELECTED, 1L));
        assertThat(planned).isEqualTo(new PrepareCounts(1, 1, kept));
        assertThat(stage.prepare(stage.start(3, StagedItems::ofEachReason))).isEqualTo(planned);
        kept.put(KeptReason.HOST_RULE, 1L);
        assertThat(ruled).isEqualTo(new PrepareCounts(1, 0, kept));
    }

    /** P12. */
    @Test
    @DisplayName("P12 a plan counts entries without a contract if asked for, and their items")
    default void plansEntriesWithoutContract() {
        Stage stage = Stage.of(this);
        ActivityEntry without = entry(1, NOON.plusSeconds(1));
        stage.process(OutcomeStatus.NO_CONTRACT, without);
        stage.process(OutcomeStatus.FAILED, entry(2, NOON.plusSeconds(2)));
        stage.write(item(without, "a"));
        for (boolean include : new boolean[] {false, true}) {
            Selection selection = new Selection(Stage.APP, NOON, null, LONG_AGO, include, Long.MAX_VALUE);
            assertThat(plan(stage, selection, RerunOptions.DEFAULT, List.of()))
                    .isEqualTo(
                            include
                                    ? new PrepareCounts(2, 1, Map.of())
                                    : new PrepareCounts(1, 0, Map.of(KeptReason.NOT_SELECTED, 1L)));
        }
    }

    /** P12. */
    @Test
    @DisplayName("P12 a plan keeps to the limit, also between entries of one time")
    default void plansWithinALimit() {
        Stage stage = Stage.of(this);
        for (int id : new int[] {10, 9, 11, 8}) {
            ActivityEntry entry = entry(id, "ship " + id, NOON.plusSeconds(1));
            stage.process(entry);
            stage.write(item(entry, "a" + id));
        }
        ActivityEntry eight = entry(8, "ship 8", NOON.plusSeconds(1));
        stage.write(item(eight, "b8"), item(eight, "c8"));
        RerunOptions options = RerunOptions.DEFAULT.limit(2);
        PrepareCounts planned = plan(stage, after(NOON, Long.MAX_VALUE), options, List.of());
        assertThat(planned).isEqualTo(new PrepareCounts(2, 4, Map.of(KeptReason.NOT_SELECTED, 2L)));
        assertThat(stage.prepare(stage.start(4, options))).isEqualTo(planned);
    }

    /** P12. */
    @Test
    @DisplayName("P12 a plan for an app that the store does not know counts nothing")
    default void plansForUnknownApps() {
        Stage stage = Stage.of(this);
        stage.process(entry(1, NOON.plusSeconds(1)));
        Selection unknown = new Selection("nowhere", NOON, null, LONG_AGO, true, Long.MAX_VALUE);
        assertThat(plan(stage, unknown, RerunOptions.DEFAULT.limit(3), List.of()))
                .isEqualTo(new PrepareCounts(0, 0, Map.of()));
    }

    /** P13. */
    @Test
    @DisplayName("P13 a plan leaves everything as it was, also while a run is under way")
    default void plansWithoutTouching() {
        Stage stage = Stage.of(this);
        populateOneOfEachReason(stage);
        Run run = stage.start(2, StagedItems::ofEachReason);
        stage.prepare(run);
        Snapshot before = Snapshot.of(stage, run);
        plan(stage, ofEachReason(Long.MAX_VALUE), RerunOptions.DEFAULT.limit(1).firstOnly(1), List.of());
        assertThat(Snapshot.of(stage, run)).isEqualTo(before);
        assertThat(stage.optional(transaction -> transaction.runs().find(0))).isEmpty();
        stage.end(run);
        assertThat(stage.start(2, StagedItems::ofEachReason).selection().epoch())
                .isEqualTo(2);
    }

    private static PrepareCounts plan(
            Stage stage, Selection selection, RerunOptions options, List<HostRule> hostRules) {
        Run run = new Run(0, RerunStatus.PREPARING, selection, 4, options);
        return stage.in(transaction -> transaction.preparation().plan(run, Eligibility.of(selection, hostRules)));
    }
}
