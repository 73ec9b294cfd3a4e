package dev.rerun.core.eligibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rerun.api.KeptReason;
import dev.rerun.core.eligibility.EligibilityRule.KeepContracts;
import dev.rerun.core.eligibility.EligibilityRule.KeepRegisters;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EligibilityTest {
    private static final Instant CUTOFF = Instant.parse("2026-03-29T01:00:00Z");
    private static final Instant UNTIL = Instant.parse("2026-06-30T00:00:00Z");
    private static final Instant RETAINED_FROM = Instant.parse("2026-05-01T00:00:00Z");
    private static final Instant INSIDE = Instant.parse("2026-06-01T00:00:00Z");
    private static final Selection SELECTION = new Selection("app", CUTOFF, UNTIL, RETAINED_FROM, false, 3);
    private static final Eligibility RULES = Eligibility.of(SELECTION, List.of());

    private static ItemFacts item(
            Instant time, boolean ui, boolean invoiced, @Nullable Instant entryTime, boolean selected) {
        return new ItemFacts("Fees", "delivery", time, ui, invoiced, entryTime, selected);
    }

    @Nested
    class TheWindow {
        @ParameterizedTest
        @CsvSource({
            "2026-03-29T01:00:00Z, true",
            "2026-03-29T01:00:00.000001Z, false",
            "2026-06-30T00:00:00Z, false",
            "2026-06-30T00:00:00.000001Z, true",
            "1969-12-31T23:59:59Z, true"
        })
        void isOpenAtTheCutoffAndClosedAtTheEnd(Instant time, boolean kept) {
            assertThat(RULES.keptBecause(item(time, false, false, INSIDE, true)).isPresent())
                    .isEqualTo(kept);
        }

        @Test
        void hasNoEndWhereNoneIsGiven() {
            Eligibility open = Eligibility.of(new Selection("app", CUTOFF, null, RETAINED_FROM, false, 3), List.of());

            assertThat(open.keptBecause(item(UNTIL.plusSeconds(1), false, false, INSIDE, true)))
                    .isEmpty();
        }
    }

    @Nested
    class TheFirstReason {
        @ParameterizedTest
        @CsvSource({
            "true, true, true, true, true, OUTSIDE_WINDOW",
            "false, true, true, true, true, UI_CREATED",
            "false, false, true, true, true, INVOICED",
            "false, false, false, true, true, PAST_RETENTION",
            "false, false, false, false, true, NOT_SELECTED",
        })
        void countsThoughOthersApplyToo(
                boolean outside, boolean ui, boolean invoiced, boolean old, boolean unselected, KeptReason reason) {
            ItemFacts facts = item(
                    outside ? CUTOFF : INSIDE,
                    ui,
                    invoiced,
                    old ? RETAINED_FROM.minusNanos(1000) : INSIDE,
                    !unselected);

            assertThat(RULES.keptBecause(facts)).contains(reason);
        }
    }

    @Nested
    class Retention {
        @Test
        void includesTheEntryAtItsBound() {
            assertThat(RULES.keptBecause(item(INSIDE, false, false, RETAINED_FROM, true)))
                    .isEmpty();
        }

        @Test
        void goesByTheItemsTimeWhereTheEntryIsUnknown() {
            assertThat(RULES.keptBecause(item(RETAINED_FROM.minusNanos(1000), false, false, null, true)))
                    .contains(KeptReason.PAST_RETENTION);
            assertThat(RULES.keptBecause(item(RETAINED_FROM, false, false, null, true)))
                    .isEmpty();
        }
    }

    @Nested
    class HostRules {
        @Test
        void keepWhatNoOtherRuleKeeps() {
            ItemFacts deletable = item(INSIDE, false, false, INSIDE, true);

            assertThat(Eligibility.of(SELECTION, List.of(new KeepRegisters(Set.of("Fees"))))
                            .keptBecause(deletable))
                    .contains(KeptReason.HOST_RULE);
            assertThat(Eligibility.of(SELECTION, List.of(new KeepContracts(Set.of("delivery"))))
                            .keptBecause(deletable))
                    .contains(KeptReason.HOST_RULE);
            assertThat(Eligibility.of(SELECTION, List.of(new KeepRegisters(Set.of("Other"))))
                            .keptBecause(deletable))
                    .isEmpty();
        }

        @Test
        void keepNothingOfOtherContractsOrOfNone() {
            Eligibility others = Eligibility.of(SELECTION, List.of(new KeepContracts(Set.of("storage"))));

            assertThat(others.keptBecause(item(INSIDE, false, false, INSIDE, true)))
                    .isEmpty();
            assertThat(others.keptBecause(new ItemFacts("Fees", null, INSIDE, false, false, INSIDE, true)))
                    .isEmpty();
        }

        @Test
        void thatNameNothingAreRefused() {
            assertThatThrownBy(() -> new KeepRegisters(Set.of()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("name at least one");
            assertThatThrownBy(() -> new KeepContracts(Set.of()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("name at least one");
        }
    }

    @Nested
    class TheSelection {
        @ParameterizedTest
        @CsvSource({
            "2026-06-01T00:00:00Z, true, 3, true",
            "2026-06-01T00:00:00Z, true, 4, false",
            "2026-06-01T00:00:00Z, false, 3, false",
            "2026-05-01T00:00:00Z, true, 1, true",
            "2026-04-30T23:59:59.999999Z, true, 1, false",
            "2026-06-30T00:00:00Z, true, 3, true",
            "2026-06-30T00:00:00.000001Z, true, 3, false",
        })
        void takesWhatIsInsideWithinRetentionWithContractAndOfItsEpoch(
                Instant createdAt, boolean hadContract, long epoch, boolean selected) {
            assertThat(SELECTION.selects(createdAt, hadContract, epoch)).isEqualTo(selected);
        }

        @Test
        void hasNoEndWhereNoneIsGiven() {
            Selection open = new Selection("app", CUTOFF, null, RETAINED_FROM, false, 3);

            assertThat(open.selects(UNTIL.plusSeconds(1), true, 3)).isTrue();
            assertThat(open.selects(CUTOFF, true, 3)).isFalse();
        }

        @Test
        void takesEntriesWithoutContractWhenAsked() {
            Selection all = new Selection("app", CUTOFF, UNTIL, RETAINED_FROM, true, 3);

            assertThat(all.selects(INSIDE, false, 3)).isTrue();
        }
    }
}
