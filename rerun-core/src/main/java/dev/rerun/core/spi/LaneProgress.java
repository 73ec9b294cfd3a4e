package dev.rerun.core.spi;

/**
 * What one batch adds to a lane.
 *
 * @param watermark the new watermark
 * @param done the number of entries processed without error
 * @param failed the number of entries that failed
 * @param held the number of entries that are held
 * @param created the number of items written
 * @param retained the number of items not written because a kept item has their key
 */
public record LaneProgress(long watermark, long done, long failed, long held, long created, long retained) {}
