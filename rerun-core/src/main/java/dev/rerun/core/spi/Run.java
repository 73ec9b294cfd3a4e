package dev.rerun.core.spi;

import dev.rerun.api.RerunOptions;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.eligibility.Selection;

/**
 * What workers need to know of a run.
 *
 * @param id the rerun ID
 * @param status the state
 * @param selection what it calculates again
 * @param lanes its number of lanes
 * @param options how far it goes, how fast, and what it does when entries fail
 */
public record Run(long id, RerunStatus status, Selection selection, int lanes, RerunOptions options) {
    /**
     * Whose entries.
     *
     * @return the app's name
     */
    public String app() {
        return selection.app();
    }
}
