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
 * <p>In a store whose transactions are the host's, logic may read and write the host's tables on the thread that calls it. What
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
