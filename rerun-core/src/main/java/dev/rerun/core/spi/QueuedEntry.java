package dev.rerun.core.spi;

import dev.rerun.api.ActivityEntry;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One outstanding entry of a lane.
 *
 * @param sequence its number in the lane, from one
 * @param entryId the entry's ID
 * @param entry the entry, or null if it is no longer stored
 */
public record QueuedEntry(
        long sequence, String entryId, @Nullable ActivityEntry entry) {
    /**
     * The entry, of which it is known that it is stored.
     *
     * @return the entry
     */
    public ActivityEntry stored() {
        return Objects.requireNonNull(entry, "entry");
    }
}
