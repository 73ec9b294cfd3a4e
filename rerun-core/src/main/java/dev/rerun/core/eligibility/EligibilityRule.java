package dev.rerun.core.eligibility;

import dev.rerun.api.KeptReason;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One reason to keep an item. Rules are data: this is their meaning in Java, and a store may translate them into its own
 * language as long as the meaning is the same.
 */
public sealed interface EligibilityRule {
    /**
     * What an item kept by this rule counts under.
     *
     * @return the reason
     */
    KeptReason reason();

    /**
     * Applies the rule.
     *
     * @param item the item
     * @return true if the item stays
     */
    boolean keeps(ItemFacts item);

    /** A rule that a host adds. It can only keep more, for no rule can make an item deletable. */
    sealed interface HostRule extends EligibilityRule {
        @Override
        default KeptReason reason() {
            return KeptReason.HOST_RULE;
        }
    }

    /**
     * Keeps items outside the window.
     *
     * @param cutoff the window's start, exclusive
     * @param until the window's end, inclusive, or null for none
     */
    record InsideWindow(Instant cutoff, @Nullable Instant until) implements EligibilityRule {
        @Override
        public KeptReason reason() {
            return KeptReason.OUTSIDE_WINDOW;
        }

        @Override
        public boolean keeps(ItemFacts item) {
            return !item.time().isAfter(cutoff) || (until != null && item.time().isAfter(until));
        }
    }

    /** Keeps items that a person made in the UI. */
    record MadeByContract() implements EligibilityRule {
        @Override
        public KeptReason reason() {
            return KeptReason.UI_CREATED;
        }

        @Override
        public boolean keeps(ItemFacts item) {
            return item.uiCreated();
        }
    }

    /** Keeps items that stand on an invoice. */
    record NotInvoiced() implements EligibilityRule {
        @Override
        public KeptReason reason() {
            return KeptReason.INVOICED;
        }

        @Override
        public boolean keeps(ItemFacts item) {
            return item.invoiced();
        }
    }

    /**
     * Keeps items whose entry is past retention. Where the entry is not known, the item's own time stands in.
     *
     * @param retainedFrom the earliest time still within retention, inclusive
     */
    record WithinRetention(Instant retainedFrom) implements EligibilityRule {
        @Override
        public KeptReason reason() {
            return KeptReason.PAST_RETENTION;
        }

        @Override
        public boolean keeps(ItemFacts item) {
            Instant entryTime = item.entryTime();
            return (entryTime == null ? item.time() : entryTime).isBefore(retainedFrom);
        }
    }

    /** Keeps items whose entry is not calculated again. */
    record EntrySelected() implements EligibilityRule {
        @Override
        public KeptReason reason() {
            return KeptReason.NOT_SELECTED;
        }

        @Override
        public boolean keeps(ItemFacts item) {
            return !item.entrySelected();
        }
    }

    /**
     * Keeps whole registers.
     *
     * @param names the registers' names; not empty, copied
     */
    record KeepRegisters(Set<String> names) implements HostRule {
        /** Refuses an empty set, which would keep nothing and so is surely a mistake. */
        public KeepRegisters {
            names = Set.copyOf(names);
            if (names.isEmpty()) {
                throw new IllegalArgumentException("no register is named; name at least one, or leave the rule out");
            }
        }

        @Override
        public boolean keeps(ItemFacts item) {
            return names.contains(item.register());
        }
    }

    /**
     * Keeps what some contracts made, in all their versions.
     *
     * @param names the contracts' names; not empty, copied
     */
    record KeepContracts(Set<String> names) implements HostRule {
        /** Refuses an empty set, which would keep nothing and so is surely a mistake. */
        public KeepContracts {
            names = Set.copyOf(names);
            if (names.isEmpty()) {
                throw new IllegalArgumentException("no contract is named; name at least one, or leave the rule out");
            }
        }

        @Override
        public boolean keeps(ItemFacts item) {
            String contract = item.contract();
            return contract != null && names.contains(contract);
        }
    }
}
