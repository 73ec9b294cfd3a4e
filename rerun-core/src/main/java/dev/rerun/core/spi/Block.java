package dev.rerun.core.spi;

/**
 * A message to workers: this lane, everything up to this sequence number.
 *
 * @param rerunId the run
 * @param lane the lane's number
 * @param upTo the last sequence number, inclusive
 */
public record Block(long rerunId, int lane, long upTo) {}
