package dev.rerun.core.spi;

import dev.rerun.api.RegisterItem;

/**
 * An item's identity in its app.
 *
 * @param register its register
 * @param uniqueKey its unique key
 */
public record ItemKey(String register, String uniqueKey) {
    /**
     * The identity of an item.
     *
     * @param item the item
     * @return its key
     */
    public static ItemKey of(RegisterItem item) {
        return new ItemKey(item.register(), item.uniqueKey());
    }
}
