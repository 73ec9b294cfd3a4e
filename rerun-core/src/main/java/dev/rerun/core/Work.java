package dev.rerun.core;

import dev.rerun.api.RerunRequest;
import dev.rerun.core.spi.EntryHandler;
import org.jspecify.annotations.Nullable;

/**
 * What an engine does with entries.
 *
 * @param lanes what it does with those of runs
 * @param calculation how contracts calculate an entry; null if entries have a handler
 * @param limits what the store can hold
 * @param threads the threads of plug-ins
 */
record Work(LaneWork lanes, @Nullable EntryProcessor calculation, LimitCheck limits, LogicThreads threads) {
    static Work of(EntryProcessor calculation, Policy policy) {
        return new Work(
                new ContractWork(calculation, policy), calculation, calculation.limits(), calculation.threads());
    }

    static Work of(EntryHandler handler, Faults faults, LimitCheck limits, LogicThreads threads, int mostTries) {
        return new Work(new HandlerWork(handler, faults, threads, limits, mostTries), null, limits, threads);
    }

    /** Refuses a request that is for the other kind of engine. */
    void check(RerunRequest request) {
        boolean calculates = calculation != null;
        if (calculates && request.query() != null) {
            throw new IllegalArgumentException("the request selects entries by a query (" + request.query()
                    + "), and this engine calculates whole windows; give RerunRequest.after(cutoff), or build an engine"
                    + " with handler(...)");
        }
        if (!calculates && request.query() == null) {
            throw new IllegalArgumentException(
                    "the request says not which entries it means, and this engine's entries have"
                            + " a handler; give RerunRequest.where(query), with EntryQuery.all() if all are meant");
        }
    }
}
