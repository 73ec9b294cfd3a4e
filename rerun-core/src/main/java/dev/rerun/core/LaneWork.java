package dev.rerun.core;

import dev.rerun.api.ActivityEntry;
import dev.rerun.core.spi.Lane;
import dev.rerun.core.spi.QueuedEntry;
import dev.rerun.core.spi.Run;
import dev.rerun.core.spi.StoreTransaction;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What an engine does with the entries of a batch: contracts calculate them, or a handler handles them. */
interface LaneWork {
    /**
     * Entries of a lane that this transaction holds.
     *
     * @param queued the entries, each of which is still stored
     * @param known what earlier tries found out
     * @param failedKeys the keys whose entries are held, each with the entry that failed; null if failed entries hold up nobody
     * @param stopping whether the engine is being closed, so that nothing is to be tried again
     */
    record Share(
            StoreTransaction tx,
            Run run,
            Lane lane,
            List<QueuedEntry> queued,
            Known known,
            @Nullable Map<String, String> failedKeys,
            BooleanSupplier stopping) {
        List<ActivityEntry> entries() {
            return queued.stream().map(QueuedEntry::stored).toList();
        }
    }

    /**
     * Processes the entries in sequence, and writes what comes of them.
     *
     * @throws BatchUndone if the transaction is to be rolled back and tried again
     */
    Batch.Result process(Share share);

    /** Whether a run's entries are its affair; of an app with the other kind of engine they are not. */
    boolean takes(Run run);

    /** How many entries it takes in one transaction, where otherwise so many are usual. */
    int batchSize(int usual);
}
