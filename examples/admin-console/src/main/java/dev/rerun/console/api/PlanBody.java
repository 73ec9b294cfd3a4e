package dev.rerun.console.api;

import dev.rerun.api.KeptReason;
import dev.rerun.api.RerunPlan;
import dev.rerun.console.runs.RunState;
import java.time.Instant;
import java.util.Map;

/**
 * What a start would do.
 *
 * @param entries the activities that would be billed again
 * @param itemsToDelete the register lines that would be deleted
 * @param kept the lines that would be left alone, by reason, with every reason
 * @param plannedAt when this was so
 */
record PlanBody(long entries, long itemsToDelete, Map<KeptReason, Long> kept, Instant plannedAt) {
    static PlanBody of(RerunPlan plan) {
        return new PlanBody(plan.entries(), plan.itemsToDelete(), RunState.everyReason(plan.kept()), plan.plannedAt());
    }
}
