package dev.rerun.core.eligibility;

import dev.rerun.api.KeptReason;
import dev.rerun.core.eligibility.EligibilityRule.EntrySelected;
import dev.rerun.core.eligibility.EligibilityRule.HostRule;
import dev.rerun.core.eligibility.EligibilityRule.InsideWindow;
import dev.rerun.core.eligibility.EligibilityRule.MadeByContract;
import dev.rerun.core.eligibility.EligibilityRule.NotInvoiced;
import dev.rerun.core.eligibility.EligibilityRule.WithinRetention;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The rules of one run in the order in which they apply. An item may be deleted if no rule keeps it.
 *
 * @param rules the rules; copied
 */
public record Eligibility(List<EligibilityRule> rules) {
    /** Copies the rules. */
    public Eligibility {
        rules = List.copyOf(rules);
    }

    /**
     * The engine's own rules, and the host's after them.
     *
     * @param selection what the run calculates again
     * @param hostRules rules that keep more
     * @return the rules of the run
     */
    public static Eligibility of(Selection selection, List<HostRule> hostRules) {
        List<EligibilityRule> rules = new ArrayList<>(List.of(
                new InsideWindow(selection.cutoff(), selection.until()),
                new MadeByContract(),
                new NotInvoiced(),
                new WithinRetention(selection.retainedFrom()),
                new EntrySelected()));
        rules.addAll(hostRules);
        return new Eligibility(rules);
    }

    /**
     * Judges one item.
     *
     * @param item the item
     * @return the reason of the first rule that keeps it, or empty if it may be deleted
     */
    public Optional<KeptReason> keptBecause(ItemFacts item) {
        for (EligibilityRule rule : rules) {
            if (rule.keeps(item)) {
                return Optional.of(rule.reason());
            }
        }
        return Optional.empty();
    }
}
