package dev.rerun.core.spi;

import org.jspecify.annotations.Nullable;

/**
 * An entry that a run could not process, or holds.
 *
 * @param sequence its number in the lane
 * @param entryId the entry's ID
 * @param orderingKey its ordering key, or null if the entry is no longer stored
 * @param held whether it is held because an earlier one of its ordering key failed
 * @param error what went wrong, in one line
 * @param cause what errors of one kind have in common, of 255 characters at most
 * @param attempts how often it was tried; zero if it is held
 */
public record ParkedEntry(
        long sequence,
        String entryId,
        @Nullable String orderingKey,
        boolean held,
        String error,
        String cause,
        int attempts) {}
