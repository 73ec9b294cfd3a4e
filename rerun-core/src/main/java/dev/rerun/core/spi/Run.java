package dev.rerun.core.spi;

import dev.rerun.api.RerunOptions;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.eligibility.Selection;
import org.jspecify.annotations.Nullable;

/**
 * What workers need to know of a run.
 *
 * @param id the rerun ID
 * @param status the state
 * @param selection what it calculates again
 * @param lanes its number of lanes
 * @param options how far it goes, how fast, and what it does when entries fail
 * @param selectedBy in words, the query that selected its entries, which a handler handles; null if it calculates a whole window
 */
public record Run(
        long id,
        RerunStatus status,
        Selection selection,
        int lanes,
        RerunOptions options,
        @Nullable String selectedBy) {
    /**
     * A run that calculates a whole window.
     *
     * @param id the rerun ID
     * @param status the state
     * @param selection what it calculates again
     * @param lanes its number of lanes
     * @param options how far it goes, how fast, and what it does when entries fail
     */
    public Run(long id, RerunStatus status, Selection selection, int lanes, RerunOptions options) {
        this(id, status, selection, lanes, options, null);
    }

    /**
     * Whether a handler handles its entries. Such a run deletes no register items, and the app may have several that are not over.
     *
     * @return false if contracts calculate them
     */
    public boolean handled() {
        return selectedBy != null;
    }

    /**
     * Whose entries.
     *
     * @return the app's name
     */
    public String app() {
        return selection.app();
    }
}
