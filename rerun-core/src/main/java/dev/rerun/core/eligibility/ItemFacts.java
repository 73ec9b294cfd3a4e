package dev.rerun.core.eligibility;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the rules look at in a register item.
 *
 * @param register the register that it stands in
 * @param contract the name of the contract that made it, or null
 * @param time what the item is dated
 * @param uiCreated whether a person made it in the UI
 * @param invoiced whether it stands on an invoice
 * @param entryTime when its activity entry was recorded, or null if it has none that is known
 * @param entrySelected whether its activity entry is among those that the run calculates again
 */
public record ItemFacts(
        String register,
        @Nullable String contract,
        Instant time,
        boolean uiCreated,
        boolean invoiced,
        @Nullable Instant entryTime,
        boolean entrySelected) {}
