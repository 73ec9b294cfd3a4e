package dev.rerun.core.spi;

import dev.rerun.api.RegisterItem;
import org.jspecify.annotations.Nullable;

/**
 * A register item with its entry's place in the sequence.
 *
 * @param item the item
 * @param position its entry's position, or null if it has no entry that is known
 */
public record PlacedItem(RegisterItem item, @Nullable Position position) {}
