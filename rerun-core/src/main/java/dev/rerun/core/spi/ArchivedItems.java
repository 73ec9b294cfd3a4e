package dev.rerun.core.spi;

import dev.rerun.api.LostEdit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The items that runs took out of the registers. */
public interface ArchivedItems {
    /**
     * Moves the archived items of a run back to where they were, whole, but for those of entries that the run has processed;
     * and removes the run's outcomes of entries that failed, so that what was known of them before counts again. An item whose
     * key is taken by now stays in the archive.
     *
     * @param run the run, locked by this transaction; none of its entries is being processed
     * @return what became of the items
     * @throws dev.rerun.api.RerunException if the host's tables do not tell which items belong to which entries, and the run
     *     has processed some
     */
    PutBack putBack(Run run);

    /**
     * Lists the archived items of a run whose amount is not the one that logic wrote, by register and unique key.
     *
     * @param rerunId the run
     * @param after the last one of the page before, or null for the first page
     * @param limit how many at most
     * @return the edits
     */
    List<LostEdit> lostEdits(long rerunId, @Nullable ItemKey after, int limit);
}
