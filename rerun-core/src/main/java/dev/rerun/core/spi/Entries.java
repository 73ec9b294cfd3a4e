package dev.rerun.core.spi;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.ActivityOutcome;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** The activity entries and how they were processed. */
public interface Entries {
    /**
     * Begins first processing: waits while a start ends the epoch, and holds back other first processing of these ordering
     * keys until this transaction ends. Calls with several keys do not deadlock, whatever their order.
     *
     * @param app the app's name; an unknown one becomes known
     * @param orderingKeys the keys
     * @return the app's epoch
     */
    long enter(String app, Set<String> orderingKeys);

    /**
     * Finds out which entries are stored.
     *
     * @param app the app's name
     * @param ids entry IDs
     * @return those of them that are stored
     */
    Set<String> known(String app, Collection<String> ids);

    /**
     * Stores entries of one app.
     *
     * @param app the app's name
     * @param epoch what {@link #enter} returned
     * @param entries the entries, none of them known
     */
    void insert(String app, long epoch, List<ActivityEntry> entries);

    /**
     * Stores how entries of one app were processed; at most one outcome for each entry and run.
     *
     * @param app the app's name
     * @param outcomes the outcomes
     */
    void insertOutcomes(String app, List<NewOutcome> outcomes);

    /**
     * Lists how an entry was processed.
     *
     * @param app the app's name
     * @param entryId the entry's ID
     * @return the outcomes, those of the newest run first, first processing last
     */
    List<ActivityOutcome> outcomes(String app, String entryId);
}
