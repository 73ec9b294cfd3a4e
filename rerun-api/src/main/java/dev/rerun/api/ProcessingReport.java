package dev.rerun.api;

/**
 * What became of entries that were processed for the first time.
 *
 * @param processed the number of entries processed by a contract without error
 * @param withoutContract the number of entries for which no contract was in effect
 * @param failed the number of entries stored with an error
 * @param alreadyKnown the number of entries skipped because they were stored before
 * @param itemsCreated the number of items written
 * @param itemsRetained the number of items not written because a kept item has their key
 */
public record ProcessingReport(
        long processed, long withoutContract, long failed, long alreadyKnown, long itemsCreated, long itemsRetained) {
    /** The report of no entries. */
    public static final ProcessingReport NOTHING = new ProcessingReport(0, 0, 0, 0, 0, 0);

    /**
     * Adds the counts of another report.
     *
     * @param other the other report
     * @return the sums
     */
    public ProcessingReport plus(ProcessingReport other) {
        return new ProcessingReport(
                processed + other.processed,
                withoutContract + other.withoutContract,
                failed + other.failed,
                alreadyKnown + other.alreadyKnown,
                itemsCreated + other.itemsCreated,
                itemsRetained + other.itemsRetained);
    }
}
