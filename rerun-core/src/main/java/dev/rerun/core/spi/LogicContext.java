package dev.rerun.core.spi;

import dev.rerun.api.RegisterItem;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What logic may know beside its contract and entry. Valid during one call of {@link ContractLogic#apply}, on its thread.
 *
 * <p>The register is seen from the entry's point of the sequence: there are the items of earlier entries, also those that
 * were written a moment ago in the same transaction, and the items without an entry that are not dated after this entry;
 * items of this entry or later ones are not there. A rerun therefore sees what first processing in order would have seen.
 * Entries of other ordering keys are processed at the same time, so what is seen of their items depends on chance.
 */
public interface LogicContext {
    /**
     * Tells a rerun from first processing.
     *
     * @return the rerun ID, or empty in first processing
     */
    OptionalLong rerunId();

    /**
     * Looks one item up.
     *
     * @param register its register
     * @param uniqueKey its unique key
     * @return the item, or empty if it is not there at this point of the sequence
     */
    Optional<RegisterItem> item(String register, String uniqueKey);

    /**
     * Lists the items of an ordering key, in all registers of the app. Each stretch of time is read from the store once
     * for a whole batch, so ask for no more than is needed; {@link Instant#MIN} and {@link Instant#MAX} mean no bound.
     *
     * @param orderingKey whose items, usually the entry's own
     * @param from the earliest item time, inclusive
     * @param until the latest item time, exclusive
     * @return the items by time, then unique key
     */
    List<RegisterItem> items(String orderingKey, Instant from, Instant until);
}
