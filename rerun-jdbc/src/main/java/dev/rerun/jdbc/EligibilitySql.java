package dev.rerun.jdbc;

import dev.rerun.api.KeptReason;
import dev.rerun.core.eligibility.Eligibility;
import dev.rerun.core.eligibility.EligibilityRule;
import dev.rerun.core.eligibility.EligibilityRule.EntrySelected;
import dev.rerun.core.eligibility.EligibilityRule.InsideWindow;
import dev.rerun.core.eligibility.EligibilityRule.KeepContracts;
import dev.rerun.core.eligibility.EligibilityRule.KeepRegisters;
import dev.rerun.core.eligibility.EligibilityRule.MadeByContract;
import dev.rerun.core.eligibility.EligibilityRule.NotInvoiced;
import dev.rerun.core.eligibility.EligibilityRule.WithinRetention;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The rules in SQL, over a row of register_item that is called {@code i}. No expression is ever null, so that to keep and
 * not to keep are opposites here as they are in Java.
 */
final class EligibilitySql {
    /** A piece of SQL with its parameters. */
    record Fragment(String sql, Binding binding) {}

    private static final String PAST_RETENTION = """
            coalesce(
                (select e.created_at from activity_entry e where e.app_id = i.app_id and e.id = i.entry_id),
                i.item_time) < ?\
            """;

    private static final String NOT_SELECTED = """
            not exists (select 1 from rerun_entry q where q.rerun_id = ? and q.entry_id = i.entry_id)\
            """;

    private static final String IN_REGISTERS = """
            exists (select 1 from rerun_register g where g.id = i.register_id and g.name in (%s))\
            """;

    private static final String OF_CONTRACTS = """
            exists (select 1 from rerun_contract c where c.id = i.contract_id and c.name in (%s))\
            """;

    private EligibilitySql() {}

    /** True for an item that no rule keeps. */
    static Fragment eligible(Eligibility eligibility, long rerunId) {
        String sql = "1 = 1";
        Binding binding = Binding.NONE;
        for (EligibilityRule rule : eligibility.rules()) {
            Fragment keeps = keeps(rule, rerunId);
            sql += "\nand not (" + keeps.sql() + ")";
            binding = binding.then(keeps.binding());
        }
        return new Fragment(sql, binding);
    }

    /** The name of the reason of the first rule that keeps an item, or of another reason if none does. */
    static Fragment reason(Eligibility eligibility, long rerunId, KeptReason otherwise) {
        String sql = "case";
        Binding binding = Binding.NONE;
        for (EligibilityRule rule : eligibility.rules()) {
            Fragment keeps = keeps(rule, rerunId);
            sql += "\nwhen " + keeps.sql() + " then '" + rule.reason().name() + "'";
            binding = binding.then(keeps.binding());
        }
        return new Fragment(sql + "\nelse '" + otherwise.name() + "' end", binding);
    }

    private static Fragment keeps(EligibilityRule rule, long rerunId) {
        if (rule instanceof InsideWindow window) {
            return outside(window);
        }
        if (rule instanceof MadeByContract) {
            return new Fragment("i.ui_created", Binding.NONE);
        }
        if (rule instanceof NotInvoiced) {
            return new Fragment("i.invoice_id is not null", Binding.NONE);
        }
        if (rule instanceof WithinRetention retention) {
            return new Fragment(PAST_RETENTION, parameters -> parameters.time(retention.retainedFrom()));
        }
        if (rule instanceof EntrySelected) {
            return new Fragment(NOT_SELECTED, parameters -> parameters.number(rerunId));
        }
        if (rule instanceof KeepRegisters registers) {
            return named(IN_REGISTERS, registers.names());
        }
        if (rule instanceof KeepContracts contracts) {
            return named(OF_CONTRACTS, contracts.names());
        }
        throw new IllegalArgumentException("the JDBC store cannot translate the rule " + rule);
    }

    private static Fragment outside(InsideWindow window) {
        if (window.until() == null) {
            return new Fragment("i.item_time <= ?", parameters -> parameters.time(window.cutoff()));
        }
        return new Fragment(
                "(i.item_time <= ? or i.item_time > ?)",
                parameters -> parameters.time(window.cutoff()).time(window.until()));
    }

    private static Fragment named(String condition, Set<String> names) {
        String places = names.stream().map(name -> "?").collect(Collectors.joining(", "));
        return new Fragment(condition.formatted(places), parameters -> {
            for (String name : names) {
                parameters.text(name);
            }
        });
    }
}
