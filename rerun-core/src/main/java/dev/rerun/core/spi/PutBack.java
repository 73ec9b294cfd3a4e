package dev.rerun.core.spi;

/**
 * What became of archived items that were to be put back.
 *
 * @param items the number of items that are in the register again
 * @param refused the number of items that stay in the archive, because other items have taken their keys
 */
public record PutBack(long items, long refused) {}
