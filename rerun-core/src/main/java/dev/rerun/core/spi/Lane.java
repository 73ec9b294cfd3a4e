package dev.rerun.core.spi;

/**
 * One of a run's sequences. An entry is outstanding while its sequence number is above the watermark.
 *
 * @param rerunId the run
 * @param number the lane's number, from zero
 * @param watermark the last sequence number that is done; zero at first
 * @param end the last sequence number
 */
public record Lane(long rerunId, int number, long watermark, long end) {}
