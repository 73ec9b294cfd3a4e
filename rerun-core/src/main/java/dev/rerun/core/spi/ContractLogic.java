package dev.rerun.core.spi;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.Contract;

/**
 * The plug-in that turns an entry into register items. Found by {@link java.util.ServiceLoader} or given to the engine.
 *
 * <p>Called by many threads at once, inside the engine's transactions; so an implementation keeps no state between calls,
 * starts no threads and waits for nothing. It may be called more than once for an entry (the last result counts), so
 * side effects do not belong here; where they cannot be avoided, {@link LogicContext#rerunId()} tells a rerun.
 *
 * <p>First processing calls it on the thread that called the engine, and waits for as long as it takes. A rerun calls it on a
 * thread of the engine, with the worker's MDC and context class loader and none of its thread locals, and gives each entry a
 * time limit (by default five minutes), in which the store's time does not count. An entry that takes longer fails: its thread
 * is interrupted and waited for no longer, its context is dead, and whatever the call does or returns then is not used.
 *
 * <p>In a store whose transactions are the host's, logic may read and write the host's tables on the thread that calls it, which in
 * reruns then is the worker's own. Past the limit it is interrupted there, but not in a read of its context; it should then throw,
 * which fails the entry. Until it returns nobody else can work on its lane. What
 * it wrote is committed with its items; it is undone if the entry fails, or before the entry is calculated again. Logic
 * lets pass what its statements throw, and neither commits nor rolls back.
 */
public interface ContractLogic {
    /**
     * The name by which contracts call this logic.
     *
     * @return a text that is unique among the plug-ins of an engine, always the same
     */
    String name();

    /**
     * Calculates one entry. What it throws fails that entry alone.
     *
     * @param contract the version in effect
     * @param entry the entry
     * @param context the register from this point of the sequence; not to be used after the call
     * @return items and diagnostics; never null
     */
    LogicResult apply(Contract contract, ActivityEntry entry, LogicContext context);
}
