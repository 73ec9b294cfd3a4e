package dev.rerun.core.spi;

import dev.rerun.api.KeptReason;
import java.util.Map;

/**
 * What prepare did.
 *
 * @param total the number of entries queued
 * @param itemsDeleted the number of items deleted
 * @param kept the number of items left alone, by reason; copied
 */
public record PrepareCounts(long total, long itemsDeleted, Map<KeptReason, Long> kept) {
    /** Copies the counts. */
    public PrepareCounts {
        kept = Map.copyOf(kept);
    }
}
