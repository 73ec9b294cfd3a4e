package dev.rerun.benchmarks.contenders;

import dev.rerun.api.Diagnostic;
import dev.rerun.api.KeptReason;
import dev.rerun.api.OutcomeStatus;
import dev.rerun.benchmarks.server.BenchmarkFailedException;
import dev.rerun.benchmarks.workload.Calculated;
import dev.rerun.benchmarks.workload.NewItem;
import dev.rerun.benchmarks.workload.StandingItem;
import java.math.BigDecimal;
import java.util.Map;

/**
 * What is written down of an entry that was calculated.
 *
 * @param entryId the entry
 * @param contract the number of its contract
 * @param diagnostics what is said of it
 */
public record Outcome(long entryId, int contract, String diagnostics) {
    /** What an entry that was calculated is said to be. */
    public static final String STATUS = OutcomeStatus.PROCESSED.name();

    /** Says of each item in whose place another stood, by key, what stays and what it would have been. */
    public static Outcome of(Task task, long entryId, Calculated calculated, Map<String, StandingItem> kept) {
        String diagnostics = calculated.remark();
        for (NewItem item : calculated.items()) {
            StandingItem standing = kept.get(item.uniqueKey());
            if (standing != null) {
                diagnostics += "\n" + retained(task, item, standing);
            }
        }
        return new Outcome(entryId, calculated.contract(), diagnostics);
    }

    private static String retained(Task task, NewItem item, StandingItem kept) {
        String currency = task.workload().currency();
        return Diagnostic.RETAINED + ": " + task.workload().register() + "/" + kept.uniqueKey() + " stays ("
                + reason(kept) + ") with " + plain(kept.amount()) + " " + currency + "; calculated "
                + plain(item.amount()) + " " + currency + ", difference "
                + plain(item.amount().subtract(kept.amount())) + " " + currency;
    }

    private static KeptReason reason(StandingItem kept) {
        if (kept.uiCreated()) {
            return KeptReason.UI_CREATED;
        }
        if (kept.invoiced()) {
            return KeptReason.INVOICED;
        }
        throw new BenchmarkFailedException("item '" + kept.uniqueKey() + "' stands for no reason");
    }

    private static String plain(BigDecimal amount) {
        return amount.stripTrailingZeros().toPlainString();
    }
}
