package dev.rerun.api;

import java.time.Instant;
import java.util.Set;

/**
 * Hears what the runs of a store do, whichever process works on them. Each listener is called on a thread of its own, one call
 * at a time, a while after the change was committed: at once if its own engine made the change, within a second or two if
 * another one did. One that throws or hangs is reported in the log once, until it works again, and holds up nobody; of what
 * waits for one that hangs too long the oldest is dropped.
 *
 * <p>What it hears may be lost if the process dies, so it is no record; {@link RerunEngine#history(String)} is.
 */
public interface RerunListener {
    /**
     * A run reached another state. States that lasted less than a second in another process may be left out, but not the
     * last one.
     *
     * @param report where the run stood in that state
     */
    default void onStatus(RerunReport report) {}

    /**
     * A run has processed entries. Told at most once a second for each run, and only the newest if the listener is slow.
     *
     * @param report where the run stands
     */
    default void onProgress(RerunReport report) {}

    /**
     * A run completed or was cancelled, and registers have changed, so whatever was derived from them is out of date. Also told
     * when a retry of failed entries completed.
     *
     * @param app whose registers
     * @param registers the names of the registers that may have changed
     * @param since the run's cutoff: items at or before it are as they were
     */
    default void onRegistersChanged(String app, Set<String> registers, Instant since) {}
}
