package dev.rerun.core.spi;

import dev.rerun.api.ActivityEntry;

/**
 * What is done with an entry where no contract turns it into register items: the work itself, such as a message to another
 * system. Where {@link ContractLogic} returns what the engine then writes, a handler acts and returns how it went.
 *
 * <p>Within a run each entry is handed out once, in the run's sequence, and one by one: its outcome is committed before a
 * worker takes the next entry of the lane. Only the entry whose call was under way when the process or the database died is
 * handed out again. So a handler whose receiver minds should send something by which repetitions are recognised.
 *
 * <p>Called by several threads at the same time, but for one lane by one. A call that takes longer than the engine's time
 * limit for entries is interrupted, and its entry fails.
 */
@FunctionalInterface
public interface EntryHandler {
    /**
     * Handles an entry.
     *
     * @param entry the entry, with the columns that are mapped
     * @param attempt which run this is, and which try
     * @return how it went; not null
     * @throws Exception if it failed: the entry fails with this error, or is tried again if the engine's classifier says that it
     *     may pass
     */
    Handling handle(ActivityEntry entry, Attempt attempt) throws Exception;

    /**
     * A call of a handler.
     *
     * @param rerunId the run
     * @param number how often the entry is handed out by now, one for the first time; a process that takes over counts anew
     */
    record Attempt(long rerunId, int number) {}
}
