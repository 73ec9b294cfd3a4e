package dev.rerun.core.spi;

import dev.rerun.api.RegisterItem;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The register items of apps. */
public interface Items {
    /**
     * Finds items by identity.
     *
     * @param app the app's name
     * @param keys their keys
     * @return those that are there
     */
    Map<ItemKey, PlacedItem> find(String app, Set<ItemKey> keys);

    /**
     * Finds items by ordering key and time.
     *
     * @param app the app's name
     * @param orderingKeys the keys
     * @param from the earliest item time, inclusive
     * @param until the latest item time, exclusive
     * @return the items, in any order
     */
    List<PlacedItem> range(String app, Collection<String> orderingKeys, Instant from, Instant until);

    /**
     * Writes items. A key that is there already is a {@link RejectedDataException}.
     *
     * @param app the app's name
     * @param items the items
     */
    void insert(String app, List<RegisterItem> items);
}
