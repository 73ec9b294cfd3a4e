package dev.rerun.api;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a start would do at this moment. Nothing was touched, and nothing is held: entries and items that change meanwhile
 * make the start differ.
 *
 * @param app whose entries
 * @param request what was asked, with the app filled in
 * @param plannedAt what "now" is for retention
 * @param entries the number of entries that would be calculated again
 * @param itemsToDelete the number of items that would be deleted
 * @param kept the number of the app's items that would stay, by reason; a missing reason counts zero
 */
public record RerunPlan(
        String app,
        RerunRequest request,
        Instant plannedAt,
        long entries,
        long itemsToDelete,
        Map<KeptReason, Long> kept) {
    /** Copies the counts, in the order of the reasons. */
    public RerunPlan {
        Map<KeptReason, Long> copy = new EnumMap<>(KeptReason.class);
        copy.putAll(kept);
        kept = Collections.unmodifiableMap(copy);
    }

    /**
     * The number of items that would stay for one reason.
     *
     * @param reason the reason
     * @return the number, zero if none
     */
    public long kept(KeptReason reason) {
        return kept.getOrDefault(reason, 0L);
    }
}
