package dev.rerun.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An entry that a run could not process, or holds because an earlier one of its ordering key failed.
 *
 * @param lane the lane in which it is queued
 * @param sequence its number in the lane
 * @param entryId the entry's ID
 * @param orderingKey its ordering key, or null if the entry is no longer stored
 * @param held whether it is held, not yet tried
 * @param error what went wrong, in one line; the entry's diagnostics have the stack
 * @param attempts how often it was tried; zero if it is held
 * @param failedAt when it was listed, by the store's clock
 */
public record FailedEntry(
        int lane,
        long sequence,
        String entryId,
        @Nullable String orderingKey,
        boolean held,
        String error,
        int attempts,
        Instant failedAt) {}
