package dev.rerun.core.spi;

/**
 * How many of some entries were processed, and how many failed.
 *
 * @param done the number of entries processed without error
 * @param failed the number of entries that failed
 */
public record Tally(long done, long failed) {}
