package dev.rerun.api;

import java.time.Instant;
import java.util.Set;

/**
 * Hears what runs do. Called by the engine that made the change, after its transaction is committed, on the thread that
 * made it; so it should return soon, and news of one run may overtake each other. One that throws is reported in the log
 * and changes nothing.
 */
public interface RerunListener {
    /**
     * A run reached another state. Each state is told at most once, by the engine that brought it about; one that
     * dies between its commit and the call tells nobody.
     *
     * @param report where the run stood when it reached the state
     */
    void onStatus(RerunReport report);

    /**
     * A run is over and registers may have changed, so whatever was derived from them is out of date.
     *
     * @param app whose registers
     * @param registers the names of the registers that may have changed
     * @param since the run's cutoff: items at or before it are as they were
     */
    void onRegistersChanged(String app, Set<String> registers, Instant since);
}
