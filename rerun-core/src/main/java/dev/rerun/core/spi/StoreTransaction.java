package dev.rerun.core.spi;

import java.time.Instant;
import java.util.Optional;

/** One transaction of a store, by purpose. Belongs to one thread and is dead when its work returns. */
public interface StoreTransaction {
    /**
     * The store's clock.
     *
     * @return now, to the microsecond
     */
    Instant now();

    /**
     * The runs and their states.
     *
     * @return the part that keeps them
     */
    Runs runs();

    /**
     * What happens only while a run prepares.
     *
     * @return the part that does it
     */
    Preparation preparation();

    /**
     * The queued entries of runs.
     *
     * @return the part that keeps them
     */
    Lanes lanes();

    /**
     * The activity entries and how they were processed.
     *
     * @return the part that keeps them
     */
    Entries entries();

    /**
     * The register items.
     *
     * @return the part that keeps them
     */
    Items items();

    /**
     * The items that runs took out of the registers.
     *
     * @return the part that keeps them
     */
    ArchivedItems archivedItems();

    /**
     * What logic writes in this transaction beside its result.
     *
     * @return the part that ends it, entry by entry; empty if logic has no means to write in this transaction, which then
     *     costs nothing
     */
    Optional<LogicWrites> logicWrites();
}
