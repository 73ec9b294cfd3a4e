package dev.rerun.core.spi;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.EntryQuery;
import dev.rerun.api.KeptReason;
import dev.rerun.core.eligibility.Eligibility;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What happens only while a run prepares, in this order, in one transaction that holds the run's lock; and the word of what
 * would happen.
 */
public interface Preparation {
    /**
     * Freezes the selection (an entry without any outcome counts as having had a contract): gives each selected entry a lane, by its ordering key, and a number in it, by sequence, from
     * one and without gaps; and makes the lanes that are not empty, with watermark zero. Of a run with a limit, only so many of
     * the selected entries count, the first by sequence. Of a run that is to pause after its first entries, each lane's gate is
     * at the last of these, and at zero if it has none.
     *
     * @param run the run
     * @return the lanes
     */
    List<Lane> freeze(Run run);

    /**
     * Checks that a query fits the store's entries, without reading any.
     *
     * @param run a run that is not recorded
     * @param query the query
     * @throws IllegalArgumentException if it does not, with what is wrong and the remedy; the transaction cannot go on then
     */
    void check(Run run, EntryQuery query);

    /**
     * Freezes what a query selects, as {@link #freeze(Run)} does with a whole window. Entries come in the query's order and then by
     * sequence. An entry is left out that is queued in another run of the app that has a query and is not over. The caller holds
     * back other starts of the app ({@link Runs#closeEpoch}).
     *
     * @param run the run
     * @param query the query, checked
     * @return the lanes
     */
    List<Lane> freeze(Run run, EntryQuery query);

    /**
     * Moves every item of the app that no rule keeps out of the register into the run's archive, whole.
     *
     * @param run the run, frozen
     * @param eligibility its rules
     * @param batchSize how many items to move at a time, about; items of one instant may go together
     * @param onBatch hears the number of items of each batch; the sum is what was moved
     */
    void archive(Run run, Eligibility eligibility, int batchSize, LongConsumer onBatch);

    /**
     * Counts the items that are left, each under the reason of the first rule that keeps it.
     *
     * @param run the run, archived
     * @param eligibility its rules
     * @return the counts; a reason that keeps none may be missing
     */
    Map<KeptReason, Long> countKept(Run run, Eligibility eligibility);

    /**
     * Counts what freezing and archiving would do. Touches nothing and locks nothing.
     *
     * @param run a run that is not recorded
     * @param eligibility its rules
     * @return the counts
     */
    PrepareCounts plan(Run run, Eligibility eligibility);

    /**
     * Counts what freezing a query would select. Touches nothing and locks nothing.
     *
     * @param run a run that is not recorded
     * @param query the query, checked
     * @return the number of entries
     */
    long count(Run run, EntryQuery query);

    /**
     * Lists what freezing would select, in the order of the entries. Touches nothing and locks nothing.
     *
     * @param run a run that is not recorded
     * @param query the query, checked, or null for the whole window
     * @param limit how many entries at most
     * @return the first entries
     */
    List<ActivityEntry> preview(Run run, @Nullable EntryQuery query, int limit);
}
