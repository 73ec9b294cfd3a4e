package dev.rerun.jdbc;

import dev.rerun.core.eligibility.Eligibility;
import dev.rerun.core.eligibility.EligibilityRule;
import dev.rerun.core.eligibility.EligibilityRule.EntrySelected;
import dev.rerun.core.eligibility.EligibilityRule.InsideWindow;
import dev.rerun.core.eligibility.EligibilityRule.KeepContracts;
import dev.rerun.core.eligibility.EligibilityRule.KeepRegisters;
import dev.rerun.core.eligibility.EligibilityRule.MadeByContract;
import dev.rerun.core.eligibility.EligibilityRule.NotInvoiced;
import dev.rerun.core.eligibility.EligibilityRule.WithinRetention;
import dev.rerun.core.eligibility.Selection;
import java.time.Instant;
import java.util.List;

/**
 * The rules in SQL, over an item that is called {@code i}. No expression is ever null, so that to keep and not to keep are
 * opposites here as they are in Java.
 */
final class EligibilitySql {
    private final Tables tables;
    private final Scope scope;
    private final Selection selection;
    private final Selected selected;

    EligibilitySql(Tables tables, Scope scope, Selection selection, Selected selected) {
        this.tables = tables;
        this.scope = scope;
        this.selection = selection;
        this.selected = selected;
    }

    /** True for an item that no rule keeps. */
    Fragment eligible(Eligibility eligibility) {
        String sql = "1 = 1";
        Binding binding = Binding.NONE;
        boolean selectedOnly = !(tables.items().link() instanceof EntryLink.None)
                && eligibility.rules().stream().anyMatch(EntrySelected.class::isInstance);
        for (EligibilityRule rule : eligibility.rules()) {
            if (selectedOnly && holdsForSelected(rule)) {
                continue;
            }
            Fragment keeps = keeps(rule);
            sql += "\nand not (" + keeps.sql() + ")";
            binding = binding.then(keeps.binding());
        }
        return new Fragment(sql, binding);
    }

    /** Whether the selection has left out already what the rule would keep, so that it need not be looked up again. */
    private boolean holdsForSelected(EligibilityRule rule) {
        return rule instanceof WithinRetention retention
                && !retention.retainedFrom().isAfter(selection.retainedFrom());
    }

    /** The name of the reason of the first rule that keeps an item, or another word if none does. */
    Fragment reason(Eligibility eligibility, String otherwise) {
        List<EligibilityRule> rules = eligibility.rules();
        // The last ones need not be looked at where they say what is said anyway.
        while (!rules.isEmpty() && rules.get(rules.size() - 1).reason().name().equals(otherwise)) {
            rules = rules.subList(0, rules.size() - 1);
        }
        if (rules.isEmpty()) {
            return Fragment.of("'" + otherwise + "'");
        }
        String sql = "case";
        Binding binding = Binding.NONE;
        for (EligibilityRule rule : rules) {
            Fragment keeps = keeps(rule);
            sql += "\nwhen " + keeps.sql() + " then '" + rule.reason().name() + "'";
            binding = binding.then(keeps.binding());
        }
        return new Fragment(sql + "\nelse '" + otherwise + "' end", binding);
    }

    private Fragment keeps(EligibilityRule rule) {
        ItemTable.Rules rules = tables.items().rules();
        if (rule instanceof InsideWindow window) {
            return outside(window);
        }
        if (rule instanceof MadeByContract) {
            return Fragment.of(rules.uiCreated());
        }
        if (rule instanceof NotInvoiced) {
            return Fragment.of(rules.invoiced());
        }
        if (rule instanceof WithinRetention retention) {
            return past(retention);
        }
        if (rule instanceof EntrySelected) {
            return notSelected();
        }
        if (rule instanceof KeepRegisters registers) {
            return rules.inRegisters().of(registers.names());
        }
        if (rule instanceof KeepContracts contracts) {
            return rules.ofContracts().of(contracts.names());
        }
        throw new IllegalArgumentException("the JDBC store cannot translate the rule " + rule);
    }

    private Fragment outside(InsideWindow window) {
        String time = tables.items().timeOf("i");
        Binding cutoff = itemTime(window.cutoff());
        Instant until = window.until();
        return until == null
                ? new Fragment(time + " <= ?", cutoff)
                : new Fragment("(" + time + " <= ? or " + time + " > ?)", cutoff.then(itemTime(until)));
    }

    /** Each time is compared in its own column's type, for the two tables may differ in it. */
    private Fragment past(WithinRetention retention) {
        Property<Instant> createdAt = tables.entries().createdAt();
        String ofItem = tables.items().timeOf("i") + " < ?";
        String ofEntry = tables.ofEntry(createdAt.of("e").get(0) + " < ?");
        Binding item = itemTime(retention.retainedFrom());
        Binding entry = parameters -> createdAt.bind(parameters, scope, retention.retainedFrom());
        return ofEntry == null
                ? new Fragment(ofItem, item)
                : new Fragment("coalesce(" + ofEntry + ", " + ofItem + ")", entry.then(item));
    }

    private Fragment notSelected() {
        EntryLink link = tables.items().link();
        if (link instanceof EntryLink.InItem item) {
            return selected.leavesOutEntryOf(item);
        }
        if (link instanceof EntryLink.InEntry pointing) {
            Fragment leftOut = selected.leavesOut();
            String ofItem = pointing.entriesOf(tables.entries(), tables.items().app());
            return new Fragment(
                    "(not exists (select 1 from %1$s) or exists (select 1 from %1$s and %2$s))"
                            .formatted(ofItem, leftOut.sql()),
                    leftOut.binding());
        }
        // Its own time stands in for its entry's, and the window has judged that.
        return Fragment.of("1 = 0");
    }

    private Binding itemTime(Instant time) {
        return parameters -> tables.items().time().bind(parameters, scope, time);
    }
}
