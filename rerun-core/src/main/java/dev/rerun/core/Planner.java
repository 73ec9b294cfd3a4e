package dev.rerun.core;

import dev.rerun.api.RerunPlan;
import dev.rerun.api.RerunRequest;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.eligibility.Selection;
import dev.rerun.core.spi.PrepareCounts;
import dev.rerun.core.spi.RerunStore;
import dev.rerun.core.spi.Run;
import dev.rerun.core.spi.StoreTransaction;
import java.time.Instant;

/** Says what a start would do. */
final class Planner {
    /** No run has it. */
    private static final long NO_ID = 0;

    private final RerunStore store;
    private final Policy policy;

    Planner(RerunStore store, Policy policy) {
        this.store = store;
        this.policy = policy;
    }

    RerunPlan plan(RerunRequest request, String app) {
        return Attempts.ofTransaction(store, tx -> plan(tx, request, app));
    }

    private RerunPlan plan(StoreTransaction tx, RerunRequest request, String app) {
        Instant now = policy.now(tx);
        policy.requirePast(request.cutoff(), now);
        // Whatever is stored is of an epoch that a start would end.
        Selection selection = policy.selection(request, app, now, Long.MAX_VALUE);
        Run run =
                new Run(NO_ID, RerunStatus.PREPARING, selection, policy.lanesOf(request.options()), request.options());
        PrepareCounts counts = tx.preparation().plan(run, policy.eligibility(selection));
        return new RerunPlan(app, request.ofApp(app), now, counts.total(), counts.itemsDeleted(), counts.kept());
    }
}
