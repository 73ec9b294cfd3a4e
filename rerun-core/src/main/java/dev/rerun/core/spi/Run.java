package dev.rerun.core.spi;

import dev.rerun.api.RerunStatus;
import dev.rerun.core.eligibility.Selection;

/**
 * What workers need to know of a run.
 *
 * @param id the rerun ID
 * @param status the state
 * @param selection what it calculates again
 * @param lanes its number of lanes
 */
public record Run(long id, RerunStatus status, Selection selection, int lanes) {
    /**
     * Whose entries.
     *
     * @return the app's name
     */
    public String app() {
        return selection.app();
    }
}
