package dev.rerun.core.spi;

/**
 * An entry that a run could not process.
 *
 * @param sequence its number in the lane
 * @param entryId the entry's ID
 * @param error what went wrong, in one line
 */
public record ParkedEntry(long sequence, String entryId, String error) {}
