package dev.rerun.kafka;

/**
 * What became of messages in one stream since it was made.
 *
 * @param published messages that this stream wrote and the brokers hold
 * @param read messages that its workers were given, duplicates included
 * @param dropped of those read, messages of runs that are over or unknown
 * @param skipped of those read, messages that are none of rerun's
 */
public record MessageCounts(long published, long read, long dropped, long skipped) {}
