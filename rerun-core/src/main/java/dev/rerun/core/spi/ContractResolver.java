package dev.rerun.core.spi;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.Contract;
import java.util.Optional;

/**
 * Says which contract is in effect for an entry. Called by many threads, inside the engine's transactions, so it should
 * answer from memory. {@link EffectiveDatedContracts} is a ready one.
 */
@FunctionalInterface
public interface ContractResolver {
    /**
     * Resolves one entry, by when its work was performed. What it throws fails that entry alone.
     *
     * @param entry the entry
     * @return the contract version in effect, or empty if there is none; never null
     */
    Optional<Contract> resolve(ActivityEntry entry);
}
