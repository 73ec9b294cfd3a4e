package dev.rerun.core;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.EntryQuery;
import dev.rerun.api.RerunPlan;
import dev.rerun.api.RerunRequest;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.spi.PrepareCounts;
import dev.rerun.core.spi.RerunStore;
import dev.rerun.core.spi.Run;
import dev.rerun.core.spi.StoreTransaction;
import java.time.Instant;
import java.util.List;
import java.util.Map;

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

    /** Refuses a query that does not fit the store's entries. */
    void check(RerunRequest request, String app) {
        EntryQuery query = request.query();
        if (query != null) {
            store.transaction(tx -> {
                tx.preparation().check(run(request, app, policy.now(tx)), query);
                return true;
            });
        }
    }

    private RerunPlan plan(StoreTransaction tx, RerunRequest request, String app) {
        Instant now = policy.now(tx);
        Run run = run(request, app, now);
        EntryQuery query = request.query();
        PrepareCounts counts = query == null
                ? tx.preparation().plan(run, policy.eligibility(run.selection()))
                : new PrepareCounts(tx.preparation().count(run, query), 0, Map.of());
        return new RerunPlan(app, request.ofApp(app), now, counts.total(), counts.itemsDeleted(), counts.kept());
    }

    List<ActivityEntry> preview(RerunRequest request, String app, int limit) {
        return Attempts.ofTransaction(store, tx -> tx.preparation()
                .preview(run(request, app, policy.now(tx)), request.query(), Page.limit(limit)));
    }

    private Run run(RerunRequest request, String app, Instant now) {
        policy.requirePast(request.cutoff(), now);
        EntryQuery query = request.query();
        return new Run(
                NO_ID,
                RerunStatus.PREPARING,
                // Whatever is stored is of an epoch that a start would end.
                policy.selection(request, app, now, Long.MAX_VALUE),
                policy.lanesOf(request.options()),
                request.options(),
                query == null ? null : query.toString());
    }
}
